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
        var many = Enumerable.Range(1, 30)
            .Select(i => customer.Invoice($"R-{i}", "100", issuedDaysAgo: 70, dueDaysAgo: 40)).ToArray();

        await customer.Record(many);
        var before = await List(customer);
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () => (await List(customer)).Warnings.Count > 0, "warnings");

        before.Warnings.ShouldBeEmpty();
        before.CustomersWaiting.ShouldBeGreaterThan(0);
    }

    private async Task<ListWarningsResponse> List(WatchedCustomer customer) =>
        await monitoring.Client.Warnings.ListWarningsAsync(new() { CustomerId = customer.Id });
}
