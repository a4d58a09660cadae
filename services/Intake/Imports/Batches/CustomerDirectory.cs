using System.Collections.Concurrent;
using Npgsql;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Customers by the names of other systems, as far as an import has met them. Names never move, so they keep.
/// </summary>
internal sealed class CustomerDirectory
{
    private readonly ConcurrentDictionary<ExternalRef, Guid> known = new();

    public bool Knows(ExternalRef reference) => known.ContainsKey(reference);

    public Guid? Find(ExternalRef reference) => known.TryGetValue(reference, out var id) ? id : null;

    public void Add(ExternalRef reference, Guid id) => known[reference] = id;

    public void Forget() => known.Clear();

    /// <summary>Looks up those that were not met yet; what is still unknown then is known to nobody.</summary>
    public async Task LoadAsync(
        NpgsqlConnection connection, IEnumerable<ExternalRef> references, CancellationToken cancellation)
    {
        var wanted = references.Where(r => !known.ContainsKey(r)).Distinct().ToArray();
        if (wanted.Length == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            SELECT system, id, customer_id
            FROM customer_refs JOIN unnest($1, $2) AS wanted (system, id) USING (system, id)
            """, connection);
        command.Parameters.Add(new() { Value = wanted.Select(r => r.System).ToArray() });
        command.Parameters.Add(new() { Value = wanted.Select(r => r.Id).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            known[new(rows.GetString(0), rows.GetString(1))] = rows.GetGuid(2);
    }
}
