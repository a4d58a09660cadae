using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>Reads what losses are expected from, of many customers in one round trip.</summary>
internal static class LossRows
{
    private const string Customers =
        """
        SELECT a.customer_id, coalesce(c.legal_name, ''), coalesce(c.country_code, ''), coalesce(c.isic_section, ''),
            coalesce(g.grade, 0::smallint), g.score_id, s.probability_of_default
        FROM unnest($1) a (customer_id) LEFT JOIN customers c USING (customer_id)
            LEFT JOIN LATERAL score_on(a.customer_id, $2) g ON true LEFT JOIN scores s ON s.score_id = g.score_id
        ORDER BY a.customer_id
        """;

    private const string Exposures =
        """
        SELECT customer_id, currency_code, reserved, open_orders, delivered, receivable, drafts, unallocated, disputed
        FROM exposures WHERE customer_id = ANY ($1) ORDER BY customer_id, currency_code COLLATE "C"
        """;

    // Drafts have no index of their own: they are looked for where the balance says that there are some.
    private const string Aged =
        """
        SELECT customer_id, currency_code,
            coalesce(sum(amount) FILTER (WHERE coalesce(late, 0) <= 0), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 1 AND 30), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 31 AND 60), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 61 AND 90), 0),
            coalesce(sum(amount) FILTER (WHERE late > 90), 0)
        FROM (SELECT customer_id, currency_code, amount, $2 - due_on AS late FROM open_parts
            WHERE customer_id = ANY ($1) AND stage = 4
            UNION ALL SELECT customer_id, currency_code, amount, $2 - due_on FROM open_parts
            WHERE stage = 5 AND customer_id IN (
                SELECT customer_id FROM exposures WHERE customer_id = ANY ($1) AND drafts > 0)) parts
        GROUP BY customer_id, currency_code
        """;

    // Kind 6 is an advance: it is owed in goods, and no payment of what was delivered.
    private const string OnAccount =
        """
        SELECT customer_id, currency_code, sum(open_amount) FROM ledger_lines
        WHERE stage = 6 AND kind <> 6 AND open_amount > 0 AND customer_id IN (
            SELECT customer_id FROM exposures WHERE customer_id = ANY ($1) AND unallocated > 0)
        GROUP BY customer_id, currency_code
        """;

    private const string Covers =
        """
        SELECT customer_id, cover_id, kind, currency_code, amount * share, coalesce(stop_shipment_on <= $2, false)
        FROM covers WHERE customer_id = ANY ($1) AND ended_at IS NULL
            AND coalesce(valid_until, 'infinity'::date) >= $2
        ORDER BY customer_id, cover_id
        """;

    private const string ShippedBefore =
        """
        SELECT c.cover_id, l.currency_code, sum(l.open_amount) FROM covers c JOIN ledger_lines l USING (customer_id)
        WHERE c.customer_id = ANY ($1) AND c.ended_at IS NULL AND c.stop_shipment_on <= $2
            AND l.stage IN (3, 4, 5) AND l.open_amount > 0 AND l.issued_on < c.stop_shipment_on
        GROUP BY c.cover_id, l.currency_code
        """;

    /// <summary>By customer id.</summary>
    public static async Task<List<CustomerLosses>> ReadAsync(
        NpgsqlConnection connection, Guid[] customers, DateOnly day, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Aged).With(customers).With(day);
        batch.Add(OnAccount).With(customers);
        batch.Add(Exposures).With(customers);
        batch.Add(ShippedBefore).With(customers).With(day);
        batch.Add(Covers).With(customers).With(day);
        batch.Add(Customers).With(customers).With(day);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var aged = await InEachAsync(reader, r => (decimal[])[.. Enumerable.Range(2, 5).Select(r.GetDecimal)], ct);
        await reader.NextResultAsync(ct);
        var onAccount = await InEachAsync(reader, r => r.GetDecimal(2), ct);
        await reader.NextResultAsync(ct);
        var owed = await InEachAsync(reader, r => OwedOf(r, aged, onAccount), ct);
        await reader.NextResultAsync(ct);
        var shipped = await InEachAsync(reader, r => r.GetDecimal(2), ct);
        await reader.NextResultAsync(ct);
        var covers = await CoversAsync(reader, shipped.ToLookup(s => s.Key.Id, s => (s.Key.Currency, s.Value)), ct);
        await reader.NextResultAsync(ct);
        return await CustomersAsync(reader, owed.ToLookup(o => o.Key.Id, o => o.Value), covers, ct);
    }

    private static async Task<Dictionary<(Guid Id, string Currency), T>> InEachAsync<T>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new Dictionary<(Guid, string), T>();
        while (await reader.ReadAsync(ct))
            rows.Add((reader.GetGuid(0), reader.GetString(1)), read(reader));
        return rows;
    }

    private static Owed OwedOf(
        NpgsqlDataReader reader, Dictionary<(Guid Id, string Currency), decimal[]> aged,
        Dictionary<(Guid Id, string Currency), decimal> onAccount)
    {
        var key = (reader.GetGuid(0), reader.GetString(1));
        return new(key.Item2)
        {
            Reserved = reader.GetDecimal(2),
            OpenOrders = reader.GetDecimal(3),
            Delivered = reader.GetDecimal(4),
            Receivable = reader.GetDecimal(5),
            Drafts = reader.GetDecimal(6),
            Unallocated = reader.GetDecimal(7),
            Disputed = reader.GetDecimal(8),
            Aged = aged.GetValueOrDefault(key, [0, 0, 0, 0, 0]),
            OnAccount = onAccount.GetValueOrDefault(key),
        };
    }

    private static async Task<ILookup<Guid, LossCover>> CoversAsync(
        NpgsqlDataReader reader, ILookup<Guid, (string, decimal)> shipped, CancellationToken ct)
    {
        var covers = new List<(Guid Customer, LossCover Cover)>();
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetGuid(1);
            covers.Add((reader.GetGuid(0), new(id, (V1.CoverKind)reader.GetInt16(2), reader.GetString(3),
                reader.GetDecimal(4), reader.GetBoolean(5))
            {
                ShippedBefore = [.. shipped[id]],
            }));
        }
        return covers.ToLookup(c => c.Customer, c => c.Cover);
    }

    private static async Task<List<CustomerLosses>> CustomersAsync(
        NpgsqlDataReader reader, ILookup<Guid, Owed> owed, ILookup<Guid, LossCover> covers, CancellationToken ct)
    {
        var customers = new List<CustomerLosses>();
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetGuid(0);
            customers.Add(new()
            {
                CustomerId = id,
                LegalName = reader.GetString(1),
                Country = reader.GetString(2),
                Industry = reader.GetString(3),
                Grade = (V1.Grade)reader.GetInt16(4),
                ScoreId = reader.Nullable<Guid>(5),
                Probability = reader.Nullable<decimal>(6),
                Owed = [.. owed[id]],
                Covers = [.. covers[id]],
            });
        }
        return customers;
    }
}
