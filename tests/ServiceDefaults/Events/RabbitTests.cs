using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class RabbitTests
{
    [Fact]
    public async Task Two_instances_of_each_service_handle_every_event_once_and_in_order_under_load()
    {
        await using var suite = await Suite.OnRabbitAsync();
        var other = suite.Telling;
        await suite.TellAsync();
        await suite.HearAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 100; i++)
                await suite.TellAsync($"C-{writer}", i.ToString(CultureInfo.InvariantCulture),
                    i % 2 == 0 ? other : suite.Telling);
        }));
        var handled = await suite.HandledAsync(800);
        handled.Count.ShouldBe(800);
        foreach (var subject in handled.GroupBy(h => h.Subject, StringComparer.Ordinal))
            subject.Select(h => h.Name).ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
        (await suite.SqlAsync<long>("select count(*) from scoring.parked_events")).ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_that_leaves_hands_its_partitions_and_the_relay_to_the_other()
    {
        await using var suite = await Suite.OnRabbitAsync();
        var (firstTelling, firstHearing) = (suite.Telling, suite.Hearing);
        await suite.TellAsync();
        await suite.HearAsync();
        var told = 0;
        async Task TellAsync(int count)
        {
            for (var i = 0; i < count; i++)
                await suite.TellAsync($"C-{told % 20}", $"{told++}");
        }
        await TellAsync(100);
        var stopping = Task.WhenAll(suite.StopAsync(firstTelling), suite.StopAsync(firstHearing));
        await TellAsync(100);
        await stopping;
        await TellAsync(100);
        var handled = await suite.HandledAsync(300);
        handled.Count.ShouldBe(300);
        foreach (var partition in handled.GroupBy(h => h.Partition))
            partition.Select(h => h.Sequence).ShouldBe(Enumerable.Range(1, partition.Count()).Select(n => (long)n));
    }

    [Fact]
    public async Task An_event_published_twice_is_handled_once()
    {
        var refused = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await using var suite = await Suite.OnRabbitAsync(
            await RabbitServer.SharedAsync(),
            UnreliableBus.Between(
                message => message.RoutingKey.Contains("customer_registered", StringComparison.Ordinal)
                && refused.Count < 3 && refused.TryAdd(message.Headers["cloudEvents_id"], true)
                    ? Fate.Unconfirmed
                    : Fate.Carried));
        await suite.TellAsync();
        await suite.HearAsync();
        for (var i = 0; i < 30; i++)
            await suite.TellAsync($"C-{i % 3}", $"{i}");
        var handled = await suite.HandledAsync(30);
        refused.Count.ShouldBe(3);
        await suite.UntilAsync("every event is confirmed at last", async () =>
            await suite.SqlAsync<long>("select sum(sequence)::bigint from intake.outbox_published") == 30);
        (await suite.HandledAsync()).Count.ShouldBe(30);
        handled.Select(h => h.EventId).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task A_hole_is_filled_from_the_producers_log_over_gRPC()
    {
        await using var suite = await Suite.OnRabbitAsync(
            await RabbitServer.SharedAsync(),
            UnreliableBus.Between(message => message.Headers.GetValueOrDefault("cloudEvents_sequence") is "2" or "3"
                ? Fate.Lost
                : Fate.Carried));
        await suite.TellAsync();
        await suite.HearAsync();
        for (var i = 1; i <= 4; i++)
            await suite.TellAsync("C-1", $"{i}");
        (await suite.HandledAsync(4)).Select(h => h.Name).ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task Events_of_which_every_copy_was_lost_are_noticed_by_the_head()
    {
        await using var suite = await Suite.OnRabbitAsync(
            await RabbitServer.SharedAsync(),
            UnreliableBus.Between(message => message.Headers.ContainsKey("cloudEvents_sequence")
                ? Fate.Lost
                : Fate.Carried));
        await suite.TellAsync();
        await suite.HearAsync();
        await Task.Delay(1500);
        await suite.TellAsync("C-1", "1");
        await suite.TellAsync("C-1", "2");
        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task The_other_instance_moves_the_cursor_and_a_request_here_sees_it()
    {
        await using var suite = await Suite.OnRabbitAsync();
        var other = suite.Hearing;
        await suite.HearAsync();
        for (var i = 0; i < 10; i++)
        {
            var position = await suite.TellAsync($"C-{i}", $"{i}");
            foreach (var app in new[] { suite.Hearing, other })
            {
                var fresh = await app.Services.GetRequiredService<Freshness>()
                    .WaitAsync(position, TimeSpan.FromSeconds(60), default);
                fresh.ShouldBeTrue();
            }
            (await suite.HandledAsync()).Count.ShouldBe(i + 1);
        }
    }

    [Fact]
    public async Task A_database_that_is_away_parks_nothing()
    {
        await using var suite = await Suite.OnRabbitAsync();
        await suite.TellAsync("C-1", "1");
        await suite.HandledAsync(1);
        using var outage = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var cutting = CutAsync(suite, outage.Token);
        for (var i = 2; i <= 6; i++)
            await suite.TellAsync("C-1", $"{i}");
        await cutting;
        // What is left in the pool was cut too, and the test reads through it.
        suite.Hearing.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        (await suite.HandledAsync(6)).Select(h => h.Name).ShouldBe(["1", "2", "3", "4", "5", "6"]);
        (await suite.SqlAsync<long>("select count(*) from scoring.parked_events")).ShouldBe(0);
    }

    private static async Task CutAsync(Suite suite, CancellationToken outage)
    {
        while (!outage.IsCancellationRequested)
        {
            await suite.SqlAsync(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where usename = 'scoring_runtime' and datname = current_database()
                """);
            await Task.Delay(5);
        }
    }
}
