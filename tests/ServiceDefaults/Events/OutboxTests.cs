using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class OutboxTests : IAsyncLifetime
{
    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task A_position_is_known_after_the_save_and_is_where_the_event_is()
    {
        var position = await suite.TellAsync("C-1", "one");
        var handled = (await suite.HandledAsync(1)).ShouldHaveSingleItem();
        LogPosition.TryParse(position, out var read).ShouldBeTrue();
        read.Partition.ShouldBe(EventPartition.Of("C-1"));
        (await Logged()).ShouldHaveSingleItem().Position.ShouldBe(read);
        handled.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_of_a_transaction_that_is_rolled_back_never_was()
    {
        await using (var scope = suite.Telling.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TestDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            scope.ServiceProvider.GetRequiredService<Outbox>().Add("C-1", Suite.Fact("never"));
            await db.SaveChangesAsync();
        }
        await suite.TellAsync("C-1", "after");
        (await suite.HandledAsync(1)).ShouldHaveSingleItem().Name.ShouldBe("after");
        (await Logged()).ShouldHaveSingleItem().Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_service_tells_only_its_own_facts()
    {
        await using var scope = suite.Hearing.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        Should.Throw<ArgumentException>(() => outbox.Add("C-1", Suite.Fact("not mine")));
    }

    [Fact]
    public async Task Rows_of_a_batch_and_of_a_copy_are_logged_in_their_order_and_answer_their_last_places()
    {
        OutboxRow[] Rows(string name) =>
            [.. Enumerable.Range(0,
                40).Select(i => OutboxRow.From($"C-{i % 8}", Suite.Fact($"{name}{i}"), TimeProvider.System))];
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        string batched, copied;
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var batch = new NpgsqlBatch(connection);
            OutboxRows.AppendTo(batch, Rows("batch"));
            await using (var reader = await batch.ExecuteReaderAsync())
                batched = await OutboxRows.ReadPositionsAsync(reader, "intake", default);
            await using var transaction = await connection.BeginTransactionAsync();
            copied = await OutboxRows.CopyAsync(connection, Rows("copy"), "intake", default);
            await transaction.CommitAsync();
        }
        suite.Telling.Services.GetRequiredService<Relay>().Wake();

        var handled = await suite.HandledAsync(80);
        foreach (var subject in handled.GroupBy(h => h.Subject, StringComparer.Ordinal))
        {
            var i = int.Parse(subject.Key[2..], System.Globalization.CultureInfo.InvariantCulture);
            subject.Select(h => h.Name).ShouldBe(
                [.. Enumerable.Range(0, 5).Select(n => $"batch{n * 8 + i}"),
                    .. Enumerable.Range(0, 5).Select(n => $"copy{n * 8 + i}")]);
        }
        var last = (await Logged()).GroupBy(e => e.Partition).ToDictionary(g => g.Key,
            g => g.MaxBy(e => e.Sequence)!.Position);
        LogPosition.TryParseAll(copied, out var places).ShouldBeTrue();
        places!.ToDictionary(p => p.Partition).ShouldBe(last, ignoreOrder: true);
        LogPosition.TryParseAll(batched, out _).ShouldBeTrue();
        var freshness = suite.Hearing.Services.GetRequiredService<Freshness>();
        (await freshness.WaitAsync(batched, TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
        (await freshness.WaitAsync(copied, TimeSpan.FromSeconds(1), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Months_are_made_ahead_by_a_role_that_may_make_no_table()
    {
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        await using var months = source.CreateCommand("select ensure_outbox_months(5)");
        await months.ExecuteNonQueryAsync();
        (await suite.SqlAsync<long>(
            "select count(*) from pg_inherits where inhparent = 'intake.outbox'::regclass")).ShouldBe(6);
        await using var table = source.CreateCommand("create table mine (id int)");
        (await Should.ThrowAsync<PostgresException>(() => table.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
        await using var edit = source.CreateCommand("update outbox set body = ''");
        (await Should.ThrowAsync<PostgresException>(() => edit.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private async Task<List<EventEnvelope>> Logged()
    {
        var log = suite.Telling.Services.GetRequiredService<EventLog>();
        var events = new List<EventEnvelope>();
        await foreach (var e in log.ReadAsync(new LogQuery { After = LogQuery.EveryPartition() }, default))
            events.Add(e);
        return events;
    }
}
