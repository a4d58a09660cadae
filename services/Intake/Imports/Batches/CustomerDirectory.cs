using System.Collections.Concurrent;
using Npgsql;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Customers by the names of other systems, as far as an import has met them. A name may move to another customer while
/// the import runs, so those of a batch are looked up when it is kept.
/// </summary>
internal sealed class CustomerDirectory
{
    private readonly ConcurrentDictionary<ExternalRef, Guid> known = new();

    public bool Knows(ExternalRef reference) => known.ContainsKey(reference);

    public Guid? Find(ExternalRef reference) => known.TryGetValue(reference, out var id) ? id : null;

    public void Add(ExternalRef reference, Guid id) => known[reference] = id;

    /// <summary>Looks them up as they are now; what is unknown then is known to nobody.</summary>
    public async Task LoadAsync(
        NpgsqlConnection connection, IEnumerable<ExternalRef> references, CancellationToken cancellation)
    {
        var wanted = references.ToHashSet();
        if (wanted.Count == 0)
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
        {
            var reference = new ExternalRef(rows.GetString(0), rows.GetString(1));
            known[reference] = rows.GetGuid(2);
            wanted.Remove(reference);
        }
        foreach (var gone in wanted)
            known.TryRemove(gone, out _);
    }
}
