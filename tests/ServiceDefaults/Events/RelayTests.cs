using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Shouldly;
using Xunit;
using EventLog = Risk.ServiceDefaults.Events.EventLog;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class RelayTests : IAsyncLifetime
{
    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task A_transaction_that_commits_late_is_numbered_before_younger_ones_that_have_committed()
    {
        await using var old = await BeginAsync("C-1", "old");
        await suite.TellAsync("C-1", "young");
        await Task.Delay(300);
        (await suite.SqlAsync<long>("select count(*) from intake.outbox_numbers")).ShouldBe(0);
        await old.CommitAsync();
        // Nobody wakes the relay here: it knows that something was held back.
        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["old", "young"]);
    }

    [Fact]
    public async Task Of_two_events_the_one_written_later_is_known_even_when_the_log_has_it_first()
    {
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        await using var first = await source.OpenConnectionAsync();
        await using var transaction = await first.BeginTransactionAsync();
        // It has written elsewhere already when it comes to the customer, whom somebody else has changed meanwhile.
        await using (var elsewhere = new NpgsqlCommand("select pg_current_xact_id()", first))
            await elsewhere.ExecuteNonQueryAsync();
        await suite.TellAsync("C-1", "earlier");
        await WriteAsync(first, "C-1", "later");
        await transaction.CommitAsync();

        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["later", "earlier"]);
        var written = new List<long>();
        var log = suite.Telling.Services.GetRequiredService<EventLog>();
        await foreach (var e in log.ReadAsync(new LogQuery { After = LogQuery.EveryPartition() }, default))
            written.Add(e.Position.Row);
        written.ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_log_that_came_by_a_logical_dump_is_refused_instead_of_standing_still_in_silence()
    {
        var services = suite.Telling.Services;
        await suite.SqlAsync("update intake.outbox_heads set xid = '99999999999'");
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var numbering = new Numbering(connection, services.GetRequiredService<ServiceInfo>());

        (await Should.ThrowAsync<InvalidOperationException>(() => numbering.StartAsync(default)))
            .Message.ShouldContain("pg_resetwal");
    }

    [Fact]
    public async Task Nothing_waits_for_a_clock_between_a_commit_and_its_reaction()
    {
        await suite.TellAsync("C-1", "warm");
        await suite.HandledAsync(1);
        var hops = new List<TimeSpan>();
        for (var i = 2; i <= 21; i++)
        {
            var watch = Stopwatch.StartNew();
            await suite.TellAsync("C-1", $"{i}");
            await suite.HandledAsync(i);
            hops.Add(watch.Elapsed);
        }
        // A single poll of a second anywhere on the way would show in the median.
        hops.Order().ElementAt(10).ShouldBeLessThan(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Another_connection_takes_over_when_that_of_the_relay_is_cut()
    {
        await suite.TellAsync("C-1", "before");
        await suite.HandledAsync(1);
        await suite.SqlAsync(
            """
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            """);
        await suite.TellAsync("C-1", "after");
        (await suite.HandledAsync(2)).Select(h => h.Name).ShouldBe(["before", "after"]);
        (await suite.HandledAsync()).Select(h => h.Sequence).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Numbers_have_no_holes_and_follow_the_commits_under_load()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var i = 0; i < 25; i++)
            {
                await using var transaction = await BeginAsync($"C-{writer}-{i % 5}", $"{i}");
                if (i % 7 == 3)
                    await Task.Delay(3);
                if (i % 5 != 4)
                    await transaction.CommitAsync();
            }
        }));
        suite.Telling.Services.GetRequiredService<Relay>().Wake();
        var handled = await suite.HandledAsync(16 * 20);
        handled.Count.ShouldBe(16 * 20);
        foreach (var partition in handled.GroupBy(h => h.Partition))
            partition.Select(h => h.Sequence).ShouldBe(Enumerable.Range(1, partition.Count()).Select(n => (long)n));
        foreach (var subject in handled.GroupBy(h => h.Subject, StringComparer.Ordinal))
            subject.Select(h => int.Parse(h.Name, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder();
    }

    [Fact]
    public async Task The_log_is_read_from_a_sequence_from_a_time_by_type_and_followed()
    {
        for (var i = 1; i <= 5; i++)
            await suite.TellAsync("C-1", $"{i}");
        await suite.HandledAsync(5);
        var log = suite.Telling.Services.GetRequiredService<EventLog>();
        var partition = EventPartition.Of("C-1");
        var after = new Dictionary<int, long> { [partition] = 3 };
        (await SequencesAsync(log, new LogQuery { After = after })).ShouldBe([4, 5]);
        var middle = await suite.SqlAsync<DateTime>(
            "select recorded_at from intake.outbox_numbers where sequence = 3");
        (await SequencesAsync(log, new LogQuery
        {
            After = LogQuery.EveryPartition(),
            FromTime = new DateTimeOffset(middle)
        })).ShouldBe([3, 4, 5]);
        var future = DateTimeOffset.MaxValue.AddDays(-1);
        (await SequencesAsync(log,
            new LogQuery { After = LogQuery.EveryPartition(), FromTime = future })).ShouldBeEmpty();
        (await SequencesAsync(log,
            new LogQuery { After = LogQuery.EveryPartition(), Types = ["risk.intake.other.v1"] }))
            .ShouldBeEmpty();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var followed = log.ReadAsync(new LogQuery { After = after, Follow = true }, patience.Token)
            .GetAsyncEnumerator();
        (await followed.MoveNextAsync(), await followed.MoveNextAsync()).ShouldBe((true, true));
        var next = followed.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();
        await suite.TellAsync("C-1", "6");
        (await next).ShouldBeTrue();
        followed.Current.Sequence.ShouldBe(6);
    }

    [Fact]
    public async Task One_trace_leads_from_the_write_to_the_reaction()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Risk.Events" or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using (var request = source.StartActivity("request").ShouldNotBeNull())
        {
            await suite.TellAsync("C-1", "traced");
            (await suite.HandledAsync(1))[0].TraceId.ShouldBe(request.TraceId.ToString());
        }
    }

    private static async Task<List<long>> SequencesAsync(EventLog log, LogQuery query)
    {
        var sequences = new List<long>();
        await foreach (var e in log.ReadAsync(query, default))
            sequences.Add(e.Sequence);
        return sequences;
    }

    private async Task<Writing> BeginAsync(string subject, string name)
    {
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        var connection = await source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await WriteAsync(connection, subject, name);
        return new Writing(connection, transaction);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, string subject, string name)
    {
        await using var batch = new NpgsqlBatch(connection);
        OutboxRows.AppendTo(batch, [OutboxRow.From(subject, Suite.Fact(name), TimeProvider.System)]);
        await batch.ExecuteNonQueryAsync();
    }

    private sealed record Writing(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public Task CommitAsync() => Transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
