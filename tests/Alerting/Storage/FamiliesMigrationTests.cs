using Npgsql;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Storage;

/// <summary>Alerts that were kept before there were families go on as they should.</summary>
[Collection(AlertingCollection.Name)]
public sealed class FamiliesMigrationTests(AlertingFixture alerting)
{
    private const string Schema = "before_families";

    [Fact]
    public async Task Of_several_open_alerts_of_a_family_the_first_goes_on_for_all()
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(alerting.Database.ConnectionString) { SearchPath = Schema });
        await RunAsync(source, $"CREATE SCHEMA {Schema}");
        await RunAsync(source, await MigrationAsync("0002_alerts.sql"));
        var customer = Guid.CreateVersion7();
        var oldest = await InsertAsync(source, customer, "WARNING", "OLDEST_ITEM_OVERDUE", "w1");
        await InsertAsync(source, customer, "WARNING", "OVERDUE_SHARE_HIGH", "w2");
        await InsertAsync(source, customer, "GRADE_DROPPED", "", "Bbb");

        await RunAsync(source, await MigrationAsync("0005_alert_families.sql"));

        (await LinesAsync(source,
            "SELECT fingerprint || ' ' || kind || ' ' || jsonb_array_length(causes) FROM alerts ORDER BY opened_at"))
            .ShouldBe(
            [
                $"payment:{customer} WARNING 2", $"WARNING/OVERDUE_SHARE_HIGH/{customer} WARNING 1",
                $"grade:{customer} GRADE_DROPPED 1",
            ]);
        (await LinesAsync(source,
            $"SELECT (c ->> 'rule') || ' ' || (c ->> 'warningId') FROM alerts, jsonb_array_elements(causes) c "
            + $"WHERE alert_id = '{oldest}'")).ShouldBe(["OLDEST_ITEM_OVERDUE w1", "OVERDUE_SHARE_HIGH w2"]);
        (await LinesAsync(source, "SELECT causes -> 0 ->> 'gradeBefore' FROM alerts WHERE family = 'grade'"))
            .ShouldBe(["4"]);
        await RunAsync(source, $"DROP SCHEMA {Schema} CASCADE");
    }

    private static async Task<Guid> InsertAsync(
        NpgsqlDataSource source, Guid customer, string kind, string rule, string cause)
    {
        var id = Guid.CreateVersion7();
        await RunAsync(source,
            $"""
            INSERT INTO alerts (customer_id, alert_id, fingerprint, kind, rule, cause, legal_name, severity, state,
                text_en, text_zh, event_ids, event_count, owner, due_at, opened_at, changed_at, acknowledged_by,
                resolved_by, outcome, resolution, history)
            VALUES ('{customer}', '{id}', concat_ws('/', '{kind}', nullif('{rule}', ''), '{customer}'), '{kind}',
                '{rule}', '{cause}', 'Northgate', 2, 1, 'late', '逾期', ARRAY[]::uuid[], 1, '', now(), now(), now(),
                '', '', 0, '', '[]')
            """);
        return id;
    }

    private static async Task<string> MigrationAsync(string name)
    {
        await using var file = typeof(AlertingService).Assembly
            .GetManifestResourceStream($"Risk.Alerting.Storage.Migrations.{name}")!;
        using var text = new StreamReader(file);
        return await text.ReadToEndAsync();
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }
}
