using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;
using Document = Risk.Intake.V1.Document;

namespace Risk.Scoring.Samples;

/// <summary>Reads the histories of some customers in one round trip.</summary>
internal static class CustomerHistories
{
    // In the order in which FactRows reads master data.
    private const string Versions =
        """
        SELECT customer_id, changed_at, status, country_code, isic_section, incorporated_on, customer_since,
            market_share, satisfaction, legal_kinds, legal_recorded_on, legal_ended_on, region, rating_agencies,
            rating_values, rating_rated_on, rating_valid_until, NULL::smallint, NULL::date, parent_customer_id
        FROM customer_versions WHERE customer_id = ANY($1) ORDER BY customer_id, changed_at
        """;

    private static readonly string Statements =
        $"""
        SELECT customer_id, period_start, period_end, scope, audit_opinion, recorded_at,
            coalesce(currency_code, ''), {string.Join(", ", StatementColumns.Names)}
        FROM statements WHERE customer_id = ANY($1)
        """;

    private const string Documents =
        """
        SELECT customer_id, document_id, kind, body FROM ledger_documents
        WHERE customer_id = ANY($1) ORDER BY customer_id, seq
        """;

    private const string HeadScores =
        """
        SELECT h.customer_id, s.customer_id, s.grade, s.as_of_day, s.scored_at
        FROM (SELECT DISTINCT customer_id, parent_customer_id FROM customer_versions
            WHERE customer_id = ANY($1) AND parent_customer_id IS NOT NULL) h
        JOIN scores s ON s.customer_id = h.parent_customer_id
        """;

    /// <summary>In the order of the ids.</summary>
    public static async Task<IReadOnlyList<CustomerHistory>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<Guid> customerIds, Func<LedgerDocument, DateOnly> knownOn,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[Versions, Statements, Documents, HeadScores])
            batch.Add(sql).With(customerIds.ToArray());
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var histories = customerIds.ToDictionary(id => id, id => new CustomerHistory(id, knownOn));
        while (await rows.ReadAsync(ct))
        {
            histories[rows.GetGuid(0)].Versions.Add(new(
                rows.Instant(1), FactRows.Customer(rows, DateOnly.MaxValue), rows.Nullable<Guid>(19)));
        }
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
            histories[rows.GetGuid(0)].Statements.Add(FactRows.Statement(rows));
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            histories[rows.GetGuid(0)].Documents.Add(LedgerDocument.Of(
                rows.GetGuid(1), (DocumentKind)rows.GetInt16(2),
                Document.Parser.ParseFrom(rows.GetFieldValue<byte[]>(3))));
        }
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            histories[rows.GetGuid(0)].HeadScores.Add(new(
                rows.GetGuid(1), (Grade)rows.GetInt16(2), rows.GetFieldValue<DateOnly>(3), rows.Instant(4)));
        }
        return [.. customerIds.Select(id => histories[id])];
    }
}
