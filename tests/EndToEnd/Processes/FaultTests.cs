using System.Globalization;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>
/// Each part dies, pauses or comes and goes in the middle of the work. RISK_FAULT_ROUNDS says how often; once when it
/// is not set.
/// </summary>
public sealed class FaultTests(FaultySuite given) : IClassFixture<FaultySuite>
{
    private static readonly TimeSpan PauseLength = TimeSpan.FromSeconds(1.5);
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("RISK_FAULT_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    private ProcessSuite Suite => given.Suite;

    [Theory]
    [InlineData("intake")]
    [InlineData("scoring")]
    [InlineData("monitoring")]
    [InlineData("alerting")]
    public Task A_service_that_is_killed_loses_and_doubles_nothing(string service) => AfterAsync(async () =>
    {
        var victim = Suite.First(service);
        await victim.KillAsync();
        await victim.StartAsync();
        await victim.UntilReadyAsync();
    });

    [Fact]
    public Task One_of_two_instances_that_is_killed_is_taken_over_from() => AfterAsync(async () =>
    {
        var services = Suite.Services.ToArray();
        var second = await Task.WhenAll(services.Select(Suite.AddAsync));
        await given.Traffic.AcknowledgeAsync(5);
        foreach (var service in services)
        {
            var first = Suite.First(service);
            await first.KillAsync();
            await Suite.RemoveAsync(first);
        }
        await given.Traffic.AcknowledgeAsync(5);
        await Task.WhenAll(second.Select(i => i.UntilReadyAsync()));
    });

    [Fact]
    public Task Two_instances_of_each_apply_the_events_of_a_customer_in_their_order() => AfterAsync(async () =>
    {
        var second = await Task.WhenAll(Suite.Services.ToArray().Select(Suite.AddAsync));
        await given.Traffic.AcknowledgeAsync(100);
        await given.Traffic.EndAsync();
        // With both of them there, before one of them goes.
        await given.Truth.HoldsAsync(given.Traffic);
        await Task.WhenAll(second.Select(Suite.RemoveAsync));
        given.Traffic.Begin();
    });

    [Fact]
    public Task An_instance_comes_and_goes_in_order() => AfterAsync(async () =>
    {
        var second = await Task.WhenAll(Suite.AddAsync("intake"), Suite.AddAsync("scoring"));
        await given.Traffic.AcknowledgeAsync(5);
        await Task.WhenAll(second.Select(Suite.RemoveAsync));
    });

    [Fact]
    public Task A_broker_that_is_killed_loses_and_doubles_nothing() => AfterAsync(async () =>
    {
        await Suite.Rabbit.KillAsync();
        await given.Traffic.AcknowledgeAsync(5);
        await Suite.Rabbit.StartAgainAsync();
    });

    [Fact]
    public Task A_broker_that_loses_its_disk_loses_no_event() => AfterAsync(async () =>
    {
        await Suite.Rabbit.KillAsync();
        await Suite.Rabbit.StartAgainWithoutDataAsync();
    });

    [Fact]
    public Task A_database_that_is_killed_loses_and_doubles_nothing() => AfterAsync(async () =>
    {
        await Suite.Database.KillAsync();
        await Suite.Database.StartAgainAsync();
    });

    [Theory]
    [InlineData("intake", ProcessSuite.Postgres)]
    [InlineData("intake", ProcessSuite.Broker)]
    [InlineData("scoring", ProcessSuite.Postgres)]
    [InlineData("scoring", ProcessSuite.Broker)]
    [InlineData("scoring", "intake")]
    [InlineData(ProcessSuite.Caller, "intake")]
    public Task A_line_that_stands_still_holds_up_and_loses_nothing(string from, string to) => AfterAsync(async () =>
    {
        Suite.Line(from, to).Pause();
        await Task.Delay(PauseLength);
        Suite.Line(from, to).Resume();
    });

    [Theory]
    [InlineData("intake", ProcessSuite.Broker)]
    [InlineData("scoring", ProcessSuite.Postgres)]
    public Task A_line_that_is_cut_is_built_again(string from, string to) => AfterAsync(() =>
    {
        Suite.Line(from, to).Cut();
        return Task.CompletedTask;
    });

    [Fact]
    public Task An_event_that_cannot_be_handled_is_set_aside_and_holds_up_nobody() => AfterAsync(async () =>
        given.Truth.Poison.Add(await Suite.SqlAsync<Guid>(
            """
            insert into intake.outbox (event_id, type, subject, partition, time, body)
            select gen_random_uuid(), type, subject, partition, now(), '{"customer_id":'
            from intake.outbox where type = 'risk.intake.documents_recorded.v1' limit 1
            returning event_id
            """)));

    [Theory]
    [InlineData("scoring", LedgerOfScoring)]
    [InlineData("monitoring", BookOfMonitoring)]
    public Task A_consumer_that_starts_empty_comes_to_the_same_state(string service, string state) => AfterAsync(
        async () =>
        {
            await given.Traffic.EndAsync();
            await Eventually.HoldsAsync(given.Truth.EverythingToldIsHeardAsync);
            var before = await Suite.LinesAsync(state);
            var consumer = Suite.First(service);
            await consumer.StopAsync();
            await Suite.ForgetAsync(service);
            await consumer.StartAsync();
            await consumer.UntilReadyAsync();
            await Eventually.HoldsAsync(async () => (await Suite.LinesAsync(state)).ShouldBe(before));
            // What callers had told scoring itself is gone with the rest.
            await given.Traffic.GrantAsync();
            given.Traffic.Begin();
        });

    private const string LedgerOfScoring =
        """
        select format('%s %s %s %s %s %s %s', customer_id, kind, stage, external_id, currency_code, amount, taken)
        from scoring.ledger_lines
        union all select format('%s %s %s %s', customer_id, day, orders, invoices) from scoring.trade_days
        union all select format('%s %s %s', customer_id, legal_name, status) from scoring.customers
        order by 1
        """;

    private const string BookOfMonitoring =
        """
        select receivables::text from monitoring.receivables
        union all select receivable_days::text from monitoring.receivable_days
        union all select exposure_days::text from monitoring.exposure_days
        union all select credit_days::text from monitoring.credit_days
        union all select grade_days::text from monitoring.grade_days
        union all select format('%s %s', customer_id, legal_name) from monitoring.customers
        order by 1
        """;

    private async Task AfterAsync(Func<Task> fault)
    {
        for (var round = 0; round < Rounds; round++)
        {
            given.Traffic.Begin();
            await given.Traffic.AcknowledgeAsync(10);
            await fault();
            await given.Traffic.AcknowledgeAsync(10);
            await given.Traffic.EndAsync();
            await given.Truth.HoldsAsync(given.Traffic);
            await given.Alerts.HoldsAsync();
        }
    }
}
