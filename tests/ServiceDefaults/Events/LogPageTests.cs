using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class LogPageTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;

    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task A_page_of_large_events_is_bounded_in_bytes_and_leaves_none_out()
    {
        for (var i = 0; i < 12; i++)
            await suite.TellAsync($"C-{i % 3}", $"{i} " + new string('x', Megabyte));
        await suite.HandledAsync(12);
        var log = suite.Telling.Services.GetRequiredService<EventLog>();

        var page = await log.ReadPageAsync(LogQuery.EveryPartition(), 200, default);
        var all = new List<EventEnvelope>();
        await foreach (var e in log.ReadAsync(new LogQuery { After = LogQuery.EveryPartition() }, default))
            all.Add(e);

        page.Count.ShouldBeInRange(1, 5);
        all.Count.ShouldBe(12);
        foreach (var partition in all.GroupBy(e => e.Partition))
        {
            partition.Select(e => e.Sequence)
                .ShouldBe(Enumerable.Range(1, partition.Count()).Select(n => (long)n));
        }
    }

    [Fact]
    public async Task What_went_wrong_with_a_parked_event_is_said_without_our_code()
    {
        var poison = $"poison {Guid.CreateVersion7()}";
        lock (RememberWhenCustomerRegistered.Poison)
            RememberWhenCustomerRegistered.Poison.Add(poison);
        await suite.TellAsync("C-1", poison);
        var parked = suite.Hearing.Services.GetRequiredService<ParkedEvents>();
        await suite.UntilAsync("it is parked", async () => (await parked.ListAsync(1, null, default)).Count == 1);

        (await parked.ListAsync(1, null, default))[0].Error.ShouldBe($"{poison} cannot be handled.");
    }
}
