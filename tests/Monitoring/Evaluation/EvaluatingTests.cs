using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Evaluation;

/// <summary>With a service of its own, because so many facts put off the warnings of everybody.</summary>
public sealed class EvaluatingTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    [Fact]
    public async Task While_facts_pour_in_customers_wait_until_these_are_quiet()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        await customer.Record(Many(customer));
        var before = await List(customer);
        await Warned(customer);

        before.Warnings.ShouldBeEmpty();
        before.CustomersWaiting.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_warnings_are_decided_stops_nothing()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await using (var connection = await monitoring.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var hold = connection.CreateCommand())
            {
                hold.CommandText = "LOCK TABLE warnings IN ACCESS EXCLUSIVE MODE";
                await hold.ExecuteNonQueryAsync();
            }
            await customer.Record(Many(customer));
            await ServiceFixture<MonitoringService>.UntilAsync(async () => await monitoring.SqlAsync<long>(
                """
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = 'monitoring_runtime' AND wait_event_type = 'Lock'
                  AND query LIKE '%warnings%'
                """) > 0, "a connection that waits for the table and is ended");
            await transaction.RollbackAsync();
        }

        await Warned(customer);
    }

    private static Intake.V1.Document[] Many(WatchedCustomer customer) =>
    [
        .. Enumerable.Range(1, 30)
            .Select(i => customer.Invoice($"R-{i}", "1000", issuedDaysAgo: 70, dueDaysAgo: 40)),
    ];

    private Task Warned(WatchedCustomer customer) => ServiceFixture<MonitoringService>.UntilAsync(
        async () => (await List(customer)).Warnings.Count > 0, "warnings");

    private async Task<ListWarningsResponse> List(WatchedCustomer customer) =>
        await monitoring.Client.Warnings.ListWarningsAsync(new() { CustomerId = customer.Id });
}
