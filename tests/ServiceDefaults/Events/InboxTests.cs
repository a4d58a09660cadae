using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class InboxTests : IAsyncLifetime
{
    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task What_arrives_twice_or_out_of_order_is_handled_once_and_in_order()
    {
        var inbox = suite.Hearing.Services.GetRequiredService<EventInbox>();
        var partition = inbox.Of("intake", EventPartition.Of("C-1")).ShouldNotBeNull();
        int[] arrival = [2, 1, 1, 4, 3, 2, 5, 5, 1];
        await Task.WhenAll(arrival.Select(n => partition.OfferAsync(Event(n)))).WaitAsync(TimeSpan.FromSeconds(10));
        (await suite.HandledAsync()).Select(h => h.Sequence).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task What_the_queue_no_longer_has_is_read_from_the_producers_log()
    {
        await suite.StopAsync(suite.Hearing);
        for (var i = 1; i <= 4; i++)
            await suite.TellAsync("C-1", $"{i}");
        await suite.UntilAsync("the relay has published", async () =>
            await suite.SqlAsync<long>("select sum(sequence)::bigint from intake.outbox_published") == 4);
        await suite.SqlAsync("delete from scoring.cursors");
        await suite.HearAsync();
        (await suite.HandledAsync(4)).Select(h => h.Name).ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task A_head_beyond_the_cursor_reveals_what_never_came()
    {
        await suite.TellAsync("C-1", "1");
        await suite.HandledAsync(1);
        // As if the broker had confirmed and lost them: the relay counts them as published.
        await suite.SqlAsync("update intake.outbox_published set sequence = 1000");
        await suite.StopAsync(suite.Telling);
        await suite.TellAsync();
        await suite.TellAsync("C-1", "2");
        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_poisonous_event_is_set_aside_and_handled_when_asked_for_again()
    {
        var poison = $"poison {Guid.CreateVersion7()}";
        lock (RememberWhenCustomerRegistered.Poison)
            RememberWhenCustomerRegistered.Poison.Add(poison);
        await suite.TellAsync("C-1", "before");
        await suite.TellAsync("C-1", poison);
        await suite.TellAsync("C-1", "after");
        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["before", "after"]);

        var parked = suite.Hearing.Services.GetRequiredService<ParkedEvents>();
        var left = (await parked.ListAsync(10, null, default)).ShouldHaveSingleItem();
        left.Error.ShouldContain($"{poison} cannot be handled.");
        left.Attempts.ShouldBe(5);
        left.Event.Sequence.ShouldBe(2);
        (await parked.ListAsync(10, left.Event.Id, default)).ShouldBeEmpty();

        var refused = await Should.ThrowAsync<RpcException>(() => parked.ReplayAsync(left.Event.Id, default));
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await Should.ThrowAsync<RpcException>(() => parked.ReplayAsync(Guid.CreateVersion7(), default)))
            .StatusCode.ShouldBe(StatusCode.NotFound);

        lock (RememberWhenCustomerRegistered.Poison)
            RememberWhenCustomerRegistered.Poison.Remove(poison);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => parked.ReplayAsync(left.Event.Id, default)));
        atOnce.ShouldAllBe(replayed => replayed.ReplayedAt != null);
        (await parked.ReplayAsync(left.Event.Id, default)).ReplayedAt.ShouldNotBeNull();
        (await suite.HandledAsync(3)).Select(h => h.Name).ShouldBe(["before", "after", poison]);
        (await parked.ListAsync(10, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_consumer_that_starts_empty_reads_everything_once()
    {
        await suite.StopAsync(suite.Hearing);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 100; i++)
                await suite.TellAsync($"C-{writer}-{i % 7}", $"{i}");
        }));
        await suite.HearAsync();
        var handled = await suite.HandledAsync(800);
        handled.Select(h => h.EventId).Distinct().Count().ShouldBe(800);
        handled.Count.ShouldBe(800);
        foreach (var partition in handled.GroupBy(h => h.Partition))
            partition.Select(h => h.Sequence).ShouldBe(Enumerable.Range(1, partition.Count()).Select(n => (long)n));
    }

    [Fact]
    public async Task A_cursor_that_is_set_back_has_its_events_handled_again()
    {
        for (var i = 1; i <= 3; i++)
            await suite.TellAsync("C-1", $"{i}");
        await suite.HandledAsync(3);
        await suite.SqlAsync("update scoring.cursors set sequence = 1");
        await suite.TellAsync("C-1", "4");
        (await suite.HandledAsync(6)).Select(h => h.Sequence).ShouldBe([1, 2, 3, 2, 3, 4]);
    }

    [Fact]
    public async Task An_event_given_by_hand_is_the_next_of_its_partition_and_its_errors_are_thrown()
    {
        var inbox = suite.Hearing.Services.GetRequiredService<EventInbox>();
        var freshness = suite.Hearing.Services.GetRequiredService<Freshness>();
        var position = await inbox.ApplyAsync("intake", "C-1", Suite.Fact("by hand"));
        (await freshness.WaitAsync(position, TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
        await inbox.ApplyAsync("intake", "C-1", Suite.Fact("again"));
        (await suite.HandledAsync()).Select(h => (h.Sequence, h.Name)).ShouldBe([(1, "by hand"), (2, "again")]);

        lock (RememberWhenCustomerRegistered.Poison)
            RememberWhenCustomerRegistered.Poison.Add("poison by hand");
        await Should.ThrowAsync<InvalidDataException>(
            () => inbox.ApplyAsync("intake", "C-1", Suite.Fact("poison by hand")));
    }

    private static EventEnvelope Event(int n) => new()
    {
        Id = new Guid(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Type = "risk.intake.customer_registered.v1",
        Subject = "C-1",
        Time = DateTimeOffset.UnixEpoch,
        Position = new LogPosition("intake", EventPartition.Of("C-1"), 100, n),
        Sequence = n,
        Body = OutboxRow.From("C-1", Suite.Fact($"{n}"), TimeProvider.System).Body,
    };
}
