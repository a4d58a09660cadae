using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class BrokerFaultTests
{
    [Fact]
    public async Task A_broker_that_goes_away_comes_back_and_loses_its_disk_loses_no_event()
    {
        await using var broker = await RabbitServer.StartAsync();
        await using var suite = await Suite.OnRabbitAsync(broker);
        await suite.TellAsync();
        await suite.HearAsync();
        await TellAsync(suite, 0, 40);
        await suite.HandledAsync(40);

        await broker.KillAsync();
        await TellAsync(suite, 40, 40);
        // The log is complete while the broker is down.
        var log = suite.Telling.Services.GetRequiredService<EventLog>();
        await suite.UntilAsync("all events are numbered", async () => (await log.HeadsAsync(default)).Sum() == 80);
        await broker.StartAgainAsync();
        await suite.HandledAsync(80);

        await broker.KillAsync();
        await TellAsync(suite, 80, 40);
        await broker.StartAgainWithoutDataAsync();
        await TellAsync(suite, 120, 40);
        var handled = await suite.HandledAsync(160);

        handled.Count.ShouldBe(160);
        foreach (var subject in handled.GroupBy(h => h.Subject, StringComparer.Ordinal))
            subject.Select(h => int.Parse(h.Name, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder();
        await suite.UntilAsync("the broker has confirmed everything", async () =>
            await suite.SqlAsync<long>("select sum(sequence)::bigint from intake.outbox_published") == 160);
    }

    [Fact]
    public async Task A_service_starts_and_writes_while_the_broker_is_down()
    {
        await using var broker = await RabbitServer.StartAsync();
        await using var suite = await Suite.OnRabbitAsync(broker);
        await broker.StopAsync();
        await suite.TellAsync();
        await suite.HearAsync();
        await TellAsync(suite, 0, 20);
        // Consumers read the log at their start, so they do not even need the broker for what is there already.
        await broker.StartAgainAsync();
        await TellAsync(suite, 20, 20);
        (await suite.HandledAsync(40)).Count.ShouldBe(40);
    }

    private static async Task TellAsync(Suite suite, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await suite.TellAsync($"C-{i % 20}", $"{i}");
    }
}
