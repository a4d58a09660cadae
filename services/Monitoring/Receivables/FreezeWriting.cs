using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Receivables;

/// <summary>Adds the statements that thaw components, move what is frozen into another, and freeze.</summary>
internal static class FreezeWriting
{
    private const string Thaw =
        """
        UPDATE documents d SET frozen = false, carried = NULL
        FROM unnest($1::uuid[], $2::uuid[]) AS t (customer_id, component_id)
        WHERE d.customer_id = t.customer_id AND d.component_id = t.component_id AND (d.frozen OR d.carried IS NOT NULL)
        """;

    private const string MarkKeys =
        """
        UPDATE document_keys k SET frozen = m.frozen FROM unnest($1::uuid[], $2::uuid[], $3::boolean[])
            AS m (customer_id, key, frozen)
        WHERE k.customer_id = m.customer_id AND k.key = m.key
        """;

    private const string Forget =
        """
        DELETE FROM component_horizons h USING unnest($1::uuid[], $2::uuid[]) AS g (customer_id, component_id)
        WHERE h.customer_id = g.customer_id AND h.component_id = g.component_id
        """;

    // Names of frozen documents that nobody has read lead to what the component has become.
    private const string MoveKeys =
        """
        UPDATE document_keys k SET component_id = m.target
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (customer_id, source, target)
        WHERE k.customer_id = m.customer_id AND k.component_id = m.source
        """;

    private const string Freeze =
        """
        UPDATE documents d SET frozen = f.frozen, carried = f.carried
        FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[]) AS f (customer_id, document_id, frozen, carried)
        WHERE d.customer_id = f.customer_id AND d.document_id = f.document_id
        """;

    private const string UpsertHorizons =
        """
        INSERT INTO component_horizons (customer_id, component_id, until)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[])
        ON CONFLICT (customer_id, component_id) DO UPDATE SET until = excluded.until
        """;

    /// <summary>After documents and keys are written.</summary>
    public static void Add(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Component Component)> components, DateOnly today)
    {
        foreach (var (customerId, component) in components)
        {
            foreach (var part in component.FrozenParts)
                AddChange(batch, customerId, component, part);
            if (Freezing.Of(component, today) is { } freezing)
                AddFreezing(batch, customerId, component, freezing);
            else if (component.Until is { } until && component.Merged.Count > 0)
                AddHorizon(batch, customerId, component, until);
        }
    }

    private static void AddChange(NpgsqlBatch batch, Guid customerId, Component component, FrozenPart part)
    {
        if (part.IsThawed)
        {
            Guid[] keys =
            [
                .. component.Kept.Where(k => k.ComponentId == part.ComponentId).Select(k => k.Document)
                    .SelectMany(Components.KeysOf).Distinct(),
            ];
            // Its documents have moved already when it was merged.
            batch.Add(Thaw).Column(NpgsqlDbType.Uuid, new[] { customerId })
                .Column(NpgsqlDbType.Uuid, new[] { component.Id });
            AddMarks(batch, customerId, keys, isFrozen: false);
        }
        else if (part.ComponentId != component.Id)
        {
            batch.Add(MoveKeys)
                .Column(NpgsqlDbType.Uuid, new[] { customerId })
                .Column(NpgsqlDbType.Uuid, new[] { part.ComponentId })
                .Column(NpgsqlDbType.Uuid, new[] { component.Id });
        }
        if (part.IsThawed || part.ComponentId != component.Id)
        {
            batch.Add(Forget).Column(NpgsqlDbType.Uuid, new[] { customerId })
                .Column(NpgsqlDbType.Uuid, new[] { part.ComponentId });
        }
    }

    private static void AddFreezing(NpgsqlBatch batch, Guid customerId, Component component, Freezing freezing)
    {
        List<(Guid Id, bool IsFrozen, string? Carried)> documents =
        [
            .. freezing.Frozen.Select(d => (d.Id, true, (string?)null)),
            .. freezing.Carried.Select(c => (c.Key, false, (string?)CarriedText.Of(c.Value))),
        ];
        batch.Add(Freeze)
            .Column(NpgsqlDbType.Uuid, documents.Select(_ => customerId).ToArray())
            .Column(NpgsqlDbType.Uuid, documents.Select(d => d.Id).ToArray())
            .Column(NpgsqlDbType.Boolean, documents.Select(d => d.IsFrozen).ToArray())
            .Column(NpgsqlDbType.Text, documents.Select(d => d.Carried).ToArray());
        AddMarks(batch, customerId, [.. freezing.Keys.Distinct()], isFrozen: true);
        AddHorizon(batch, customerId, component, freezing.Until);
    }

    private static void AddMarks(NpgsqlBatch batch, Guid customerId, Guid[] keys, bool isFrozen) => batch.Add(MarkKeys)
        .Column(NpgsqlDbType.Uuid, keys.Select(_ => customerId).ToArray())
        .Column(NpgsqlDbType.Uuid, keys)
        .Column(NpgsqlDbType.Boolean, keys.Select(_ => isFrozen).ToArray());

    private static void AddHorizon(NpgsqlBatch batch, Guid customerId, Component component, DateOnly until) =>
        batch.Add(UpsertHorizons)
            .Column(NpgsqlDbType.Uuid, new[] { customerId })
            .Column(NpgsqlDbType.Uuid, new[] { component.Id })
            .Column(NpgsqlDbType.Date, new[] { until });
}
