using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Tests.Events;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Audit;

public sealed class AuditChainTests : IAsyncLifetime
{
    private const int Entries = 12;

    private Suite suite = null!;

    public async Task InitializeAsync() => suite = await Suite.InMemoryAsync();

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Fact]
    public async Task An_untouched_chain_is_intact_and_reaches_its_heads()
    {
        await SealedAsync();
        var found = await VerifyAsync();
        found.Faults.ShouldBeEmpty();
        found.Intact.ShouldBeTrue();
        found.EntriesVerified.ShouldBe(Entries);
        found.HeadLink.ShouldBe(Entries);
        found.UnsealedEntries.ShouldBe(0);
        // One head in the file, and one that the other service has kept.
        await suite.UntilAsync("the witness is heard", async () => (await VerifyAsync()).HeadsCompared >= 2);
        var heard = await VerifyAsync();
        heard.HeadsProved.ShouldBe(heard.HeadsCompared);
    }

    /// <summary>What a superuser may do to the tables, and what is found.</summary>
    public static TheoryData<string, string> Tamperings => new()
    {
        { "update intake.audit_entries set actor = 'somebody else' where row_id = 5", "Edited" },
        { "update intake.audit_entries set actor_name = 'somebody else' where row_id = 5", "Edited" },
        { "update intake.audit_entries set action = 'customers.delete' where row_id = 5", "Edited" },
        { "update intake.audit_entries set subject = 'C-other' where row_id = 5", "Edited" },
        { "update intake.audit_entries set cause = 'another' where row_id = 5", "Edited" },
        { "update intake.audit_entries set at = at + interval '1 microsecond' where row_id = 5", "Edited" },
        { "update intake.audit_entries set recorded_at = recorded_at - interval '1 day' where row_id = 5", "Edited" },
        { "update intake.audit_entries set payload = '{}' where row_id = 5", "Edited" },
        { "update intake.audit_entries set payload = '{}', payload_sha256 = sha256('{}') where row_id = 5", "Edited" },
        { "update intake.audit_links set hash = sha256('x') where link = 5", "Edited" },
        { "delete from intake.audit_entries where row_id = 5", "Deleted" },
        { "delete from intake.audit_links where link = 5", "BrokenLink" },
        {
            """
            delete from intake.audit_links where link = 5;
            delete from intake.audit_entries where row_id = 5
            """, "BrokenLink"
        },
        {
            """
            insert into intake.audit_entries (xid, at, actor, actor_name, action, subject, payload, payload_sha256)
            select xid, at, actor, actor_name, action, subject, payload, payload_sha256
            from intake.audit_entries where row_id = 5
            """, "Inserted"
        },
        {
            """
            update intake.audit_entries set xid = (select xid from intake.audit_entries where row_id = 12)
            where row_id = 5
            """, "Deleted"
        },
        {
            """
            update intake.audit_links set link = -5 where link = 5;
            update intake.audit_links set link = 5 where link = 6;
            update intake.audit_links set link = 6 where link = -5
            """, "BrokenLink"
        },
        {
            """
            delete from intake.audit_links where link <= 3;
            delete from intake.audit_entries where row_id <= 3
            """, "CutAtStart"
        },
        {
            """
            delete from intake.audit_links where link > 9;
            delete from intake.audit_entries where row_id > 9
            """, "CutAtEnd"
        },
        {
            """
            delete from intake.audit_links;
            delete from intake.audit_entries
            """, "CutAtEnd"
        },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Tampering_is_found(string tampering, string kind)
    {
        await SealedAsync();
        await suite.SqlAsync(tampering);
        var found = await VerifyAsync();
        found.Intact.ShouldBeFalse();
        found.Faults.Select(f => f.Kind.ToString()).ShouldContain(kind);
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_as_a_whole_does_not_match_its_signed_heads()
    {
        await SealedAsync();
        await suite.SqlAsync("update intake.audit_entries set actor = 'somebody else' where row_id = 5");
        await RewriteAsync();
        (await VerifyAsync()).Faults.Select(f => f.Kind).ShouldContain(AuditFaultKind.WrongHead);
        // The same is found when the attacker has got hold of the file: the other service has kept the head too.
        File.Delete(suite.HeadsFile);
        await suite.UntilAsync("the witness is heard", async () =>
            (await VerifyAsync()).Faults.Any(f => f.Kind == AuditFaultKind.WrongHead));
    }

    [Fact]
    public async Task A_head_with_a_wrong_signature_is_reported()
    {
        await SealedAsync();
        var lines = await File.ReadAllLinesAsync(suite.HeadsFile);
        await File.WriteAllLinesAsync(suite.HeadsFile,
            lines.Select(l => l.Replace("\"link\":\"", "\"link\":\"1", StringComparison.Ordinal)));
        (await VerifyAsync()).Faults.Select(f => f.Kind).ShouldContain(AuditFaultKind.WrongHead);
    }

    [Fact]
    public async Task What_is_not_sealed_yet_is_counted()
    {
        await SealedAsync();
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        // An open transaction holds the seal back: what commits after it began may still come before it.
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var begin = new NpgsqlCommand("select pg_current_xact_id()", connection);
        await begin.ExecuteScalarAsync();
        await AppendAsync(3);
        var found = await VerifyAsync();
        found.Intact.ShouldBeTrue();
        found.UnsealedEntries.ShouldBe(3);
        found.OldestUnsealedAt.ShouldNotBeNull();
        await transaction.CommitAsync();
        await SealedAsync(0, Entries + 3);
        (await VerifyAsync()).Intact.ShouldBeTrue();
    }

    [Fact]
    public async Task A_part_of_the_chain_is_verified_from_the_link_before_it()
    {
        await SealedAsync();
        var request = new VerifyAuditRequest { FromLink = 4, ToLink = 9 };
        var part = await Chain.VerifyAsync(request, default);
        (part.Intact, part.EntriesVerified).ShouldBe((true, 6));
        await suite.SqlAsync("update intake.audit_entries set actor = 'x' where row_id = 2");
        (await Chain.VerifyAsync(request, default)).Intact.ShouldBeTrue();
        await suite.SqlAsync("update intake.audit_entries set actor = 'x' where row_id = 7");
        (await Chain.VerifyAsync(request, default)).Intact.ShouldBeFalse();
    }

    [Fact]
    public async Task A_part_behind_a_missing_link_is_not_measured_by_nothing()
    {
        await SealedAsync();
        await suite.SqlAsync("delete from intake.audit_links where link = 5");
        var part = await Chain.VerifyAsync(new VerifyAuditRequest { FromLink = 6 }, default);
        part.Faults.ShouldHaveSingleItem().Kind.ShouldBe(AuditFaultKind.BrokenLink);
        (part.Intact, part.Faults[0].Link).ShouldBe((false, 5));
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'x'")]
    [InlineData("delete from audit_entries")]
    [InlineData("update audit_links set link = link + 1")]
    [InlineData("delete from audit_links")]
    [InlineData("delete from audit_witnesses")]
    [InlineData("truncate audit_entries")]
    public async Task The_service_itself_can_only_add(string change)
    {
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        await using var command = source.CreateCommand(change);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private AuditChain Chain => suite.Telling.Services.GetRequiredService<AuditChain>();

    private Task<VerifyAuditResponse> VerifyAsync() => Chain.VerifyAsync(new VerifyAuditRequest(), default);

    /// <summary>Entries by all three ways of writing them, sealed, with their head witnessed.</summary>
    private async Task SealedAsync(int append = Entries, int links = Entries)
    {
        await AppendAsync(append);
        await suite.UntilAsync("all entries are sealed", async () =>
            await suite.SqlAsync<long>("select count(*) from intake.audit_links") == links);
        await suite.UntilAsync("the other service has kept the head", async () =>
            await suite.SqlAsync<long>(
                "select coalesce(max(link), 0) from scoring.audit_witnesses where source = 'intake'") == links);
    }

    private async Task AppendAsync(int count)
    {
        AuditEntry[] entries = [.. Enumerable.Range(0, count).Select(i => AuditEntry.From(
            Given.Context(i), "customers.register", $"C-{i}", Suite.Fact($"{i}"), TimeProvider.System))];
        await using (var scope = suite.Telling.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TestDb>();
            var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
            if (count > 0)
                audit.Add(Given.Context(0), "customers.register", "C-0", Suite.Fact("0"));
            await db.SaveChangesAsync();
        }
        var source = suite.Telling.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        AuditRows.AppendTo(batch, [.. entries.Skip(1).Take(count / 2)]);
        await batch.ExecuteNonQueryAsync();
        await AuditRows.CopyAsync(connection, entries.Skip(1 + count / 2), default);
        suite.Telling.Services.GetRequiredService<Sealer>().Wake();
    }

    private async Task RewriteAsync()
    {
        await using var connection = await suite.Database.OpenConnectionAsync();
        await using var path = new NpgsqlCommand("set search_path = intake; delete from audit_links", connection);
        await path.ExecuteNonQueryAsync();
        await new Sealing(connection).SealAsync(default);
    }

    private static class Given
    {
        public static EventContext Context(int n) =>
            new(new Guid(n, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0), "risk.test.happened.v1", "test", $"C-{n}",
                DateTimeOffset.UnixEpoch)
            {
                Position = new LogPosition("test", 1, 1, 1),
                Sequence = 1,
            };
    }
}
