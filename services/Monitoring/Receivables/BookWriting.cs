using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Receivables;

/// <summary>Adds the statements that write what components have become, one per table.</summary>
internal static class BookWriting
{
    private const string InsertDocuments =
        "INSERT INTO documents (customer_id, document_id, component_id, body) "
        + "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[])";

    private const string UpsertKeys =
        """
        INSERT INTO document_keys (customer_id, key, component_id)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[])
        ON CONFLICT (customer_id, key) DO UPDATE SET component_id = excluded.component_id
        """;

    private const string MergeDocuments =
        """
        UPDATE documents d SET component_id = m.target
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (customer_id, source, target)
        WHERE d.customer_id = m.customer_id AND d.component_id = m.source
        """;

    private const string UpsertReceivables =
        """
        INSERT INTO receivables (customer_id, document_id, part, system, external_id, currency_code, issued_on, due_on,
            amount, open_amount, disputed_amount, settled_on)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::date[],
            $8::date[], $9::numeric[], $10::numeric[], $11::numeric[], $12::date[])
        ON CONFLICT (customer_id, document_id, part) DO UPDATE SET open_amount = excluded.open_amount,
            disputed_amount = excluded.disputed_amount, settled_on = excluded.settled_on
        """;

    private const string DeleteReceivables =
        """
        DELETE FROM receivables WHERE ctid = ANY (ARRAY (
            SELECT r.ctid FROM unnest($1::uuid[], $2::uuid[], $3::smallint[]) AS g (customer_id, id, part), LATERAL (
                SELECT ctid FROM receivables r
                WHERE r.customer_id = g.customer_id AND r.document_id = g.id AND r.part = g.part OFFSET 0) AS r))
        """;

    /// <summary>Receivables are kept as far as they count from a day on.</summary>
    public static void Add(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Component Component)> components,
        (DateOnly Today, DateOnly From) days)
    {
        if (components.Count == 0)
            return;
        AddDocuments(batch, components);
        FreezeWriting.Add(batch, components, days.Today);
        AddSums(batch, components, days.From);
    }

    private static void AddSums(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Component Component)> components, DateOnly from)
    {
        var days = new Dictionary<(Guid CustomerId, string Currency, DateOnly Day), DaySums>();
        var kept = new List<(Guid CustomerId, Receivable Receivable)>();
        var gone = new List<(Guid CustomerId, Receivable Receivable)>();
        foreach (var (customerId, component) in components)
        {
            var (before, after) = (component.Before(from), component.After(from));
            foreach (var ((currency, day), sums) in after.Days)
                Sums(days, (customerId, currency, day)) += sums;
            foreach (var ((currency, day), sums) in before.Days)
                Sums(days, (customerId, currency, day)) -= sums;
            kept.AddRange(after.Receivables.Where(r => before.Receivables.GetValueOrDefault(r.Key) != r.Value)
                .Select(r => (customerId, r.Value)));
            gone.AddRange(before.Receivables.Where(r => !after.Receivables.ContainsKey(r.Key))
                .Select(r => (customerId, r.Value)));
        }
        DaysWriting.Add(batch, [.. days.Where(d => d.Value != default)]);
        AddReceivables(batch, kept, gone);
    }

    private static ref DaySums Sums(
        Dictionary<(Guid CustomerId, string Currency, DateOnly Day), DaySums> days,
        (Guid CustomerId, string Currency, DateOnly Day) key) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(days, key, out _);

    private static void AddDocuments(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Component Component)> components)
    {
        var documents = components.SelectMany(c => c.Component.Joining.Select(d => (c.CustomerId, c.Component.Id, d)))
            .ToList();
        batch.Add(InsertDocuments)
            .Column(NpgsqlDbType.Uuid, documents.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, documents.Select(d => d.d.Document.Id).ToArray())
            .Column(NpgsqlDbType.Uuid, documents.Select(d => d.Id).ToArray())
            .Column(NpgsqlDbType.Bytea, documents.Select(d => d.d.Body).ToArray());
        var keys = components.SelectMany(c => c.Component.KeysToKeep.Select(key => (c.CustomerId, key, c.Component.Id)))
            .ToList();
        batch.Add(UpsertKeys)
            .Column(NpgsqlDbType.Uuid, keys.Select(k => k.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, keys.Select(k => k.key).ToArray())
            .Column(NpgsqlDbType.Uuid, keys.Select(k => k.Id).ToArray());
        var merged = components.SelectMany(c => c.Component.Merged.Select(from => (c.CustomerId, from, c.Component.Id)))
            .ToList();
        if (merged.Count == 0)
            return;
        batch.Add(MergeDocuments)
            .Column(NpgsqlDbType.Uuid, merged.Select(m => m.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, merged.Select(m => m.from).ToArray())
            .Column(NpgsqlDbType.Uuid, merged.Select(m => m.Id).ToArray());
    }

    private static void AddReceivables(
        NpgsqlBatch batch, List<(Guid CustomerId, Receivable Receivable)> kept,
        List<(Guid CustomerId, Receivable Receivable)> gone)
    {
        if (kept.Count > 0)
        {
            batch.Add(UpsertReceivables)
                .Column(NpgsqlDbType.Uuid, kept.Select(r => r.CustomerId).ToArray())
                .Column(NpgsqlDbType.Uuid, kept.Select(r => r.Receivable.DocumentId).ToArray())
                .Column(NpgsqlDbType.Smallint, kept.Select(r => r.Receivable.Part).ToArray())
                .Column(NpgsqlDbType.Text, kept.Select(r => r.Receivable.System).ToArray())
                .Column(NpgsqlDbType.Text, kept.Select(r => r.Receivable.ExternalId).ToArray())
                .Column(NpgsqlDbType.Text, kept.Select(r => r.Receivable.Currency).ToArray())
                .Column(NpgsqlDbType.Date, kept.Select(r => r.Receivable.IssuedOn).ToArray())
                .Column(NpgsqlDbType.Date, kept.Select(r => r.Receivable.DueOn).ToArray())
                .Column(NpgsqlDbType.Numeric, kept.Select(r => r.Receivable.Amount).ToArray())
                .Column(NpgsqlDbType.Numeric, kept.Select(r => r.Receivable.OpenAmount).ToArray())
                .Column(NpgsqlDbType.Numeric, kept.Select(r => r.Receivable.DisputedAmount).ToArray())
                .Column(NpgsqlDbType.Date, kept.Select(r => r.Receivable.SettledOn).ToArray());
        }
        if (gone.Count > 0)
        {
            batch.Add(DeleteReceivables)
                .Column(NpgsqlDbType.Uuid, gone.Select(r => r.CustomerId).ToArray())
                .Column(NpgsqlDbType.Uuid, gone.Select(r => r.Receivable.DocumentId).ToArray())
                .Column(NpgsqlDbType.Smallint, gone.Select(r => r.Receivable.Part).ToArray());
        }
    }
}
