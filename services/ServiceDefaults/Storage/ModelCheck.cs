using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Risk.ServiceDefaults.Storage;

/// <summary>Compares the mapping of a service with the schema that its migrations made.</summary>
public static class ModelCheck
{
    private const string ColumnsSql = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND a.attnum > 0 AND NOT a.attisdropped
        """;

    // Keys as "table: kind(columns)": the primary key, and every unique index whether or not a constraint made it.
    private const string KeysSql = """
        SELECT c.relname, i.indisprimary,
            (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY k(att, n)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.att)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND i.indisunique
        """;

    /// <summary>Every difference in words; empty when the model is the schema.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(
        ServiceDb db, CancellationToken cancellation = default)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var columns = await ColumnsAsync(connection, cancellation);
        var keys = await KeysAsync(connection, cancellation);
        var differences = new List<string>();
        foreach (var table in db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
            .Where(t => !t.IsExcludedFromMigrations))
        {
            if (columns.TryGetValue(table.Name, out var found))
                Compare(table, found, keys.GetValueOrDefault(table.Name, []), differences);
            else
                differences.Add($"{table.Name}: no such table in the schema");
        }
        return differences;
    }

    private static void Compare(
        ITable table, Dictionary<string, (string Type, bool Required)> found, HashSet<string> keys,
        List<string> differences)
    {
        foreach (var column in table.Columns)
        {
            var name = $"{table.Name}.{column.Name}";
            if (!found.Remove(column.Name, out var actual))
            {
                if (column.Name is not "xmin")
                    differences.Add($"{name}: no such column in the schema");
                continue;
            }
            if (!actual.Type.Equals(column.StoreType, StringComparison.Ordinal))
                differences.Add($"{name}: {column.StoreType} in the model, {actual.Type} in the schema");
            if (actual.Required == column.IsNullable)
                differences.Add($"{name}: {(column.IsNullable ? "nullable" : "required")} in the model only");
        }
        differences.AddRange(found.Keys.Select(column => $"{table.Name}.{column}: not in the model"));
        foreach (var key in Keys(table).Where(key => !keys.Contains(key)))
            differences.Add($"{table.Name}: {key} in the model only");
    }

    private static IEnumerable<string> Keys(ITable table)
    {
        if (table.PrimaryKey is { } primary)
            yield return Key(isPrimary: true, primary.Columns);
        foreach (var index in table.Indexes.Where(i => i.IsUnique))
            yield return Key(isPrimary: false, index.Columns);
    }

    private static string Key(bool isPrimary, IEnumerable<IColumnBase> columns) =>
        Key(isPrimary, string.Join(',', columns.Select(c => c.Name)));

    private static string Key(bool isPrimary, string columns) => (isPrimary ? "primary key " : "unique ") + columns;

    private static async Task<Dictionary<string, Dictionary<string, (string Type, bool Required)>>> ColumnsAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var tables = new Dictionary<string, Dictionary<string, (string, bool)>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(ColumnsSql, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var name = rows.GetString(0);
            if (!tables.TryGetValue(name, out var table))
                tables[name] = table = new(StringComparer.Ordinal);
            table[rows.GetString(1)] = (rows.GetString(2), rows.GetBoolean(3));
        }
        return tables;
    }

    private static async Task<Dictionary<string, HashSet<string>>> KeysAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var tables = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(KeysSql, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!tables.TryGetValue(rows.GetString(0), out var keys))
                tables[rows.GetString(0)] = keys = new(StringComparer.Ordinal);
            keys.Add(Key(rows.GetBoolean(1), rows.IsDBNull(2) ? "(expression)" : rows.GetString(2)));
        }
        return tables;
    }
}
