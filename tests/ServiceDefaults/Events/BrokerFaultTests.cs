using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class BrokerFaultTests
{
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
