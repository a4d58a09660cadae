using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Ledger;

/// <summary>
/// Compares what is kept of a customer with what its documents give and what its transfers add up to.
/// </summary>
internal static class ReplayCheck
{
    private const string TransferSums =
        """
        SELECT currency_code, stage, sum(amount) FROM (
            SELECT currency_code, to_stage AS stage, amount FROM ledger_entries WHERE customer_id = $1
            UNION ALL
            SELECT currency_code, from_stage, -amount FROM ledger_entries WHERE customer_id = $1) AS moved
        GROUP BY currency_code, stage
        """;

    private const string ActiveReservations =
        "SELECT currency_code, sum(amount) FROM reservations WHERE customer_id = $1 AND state = 1 "
        + "GROUP BY currency_code";

    /// <summary>How many documents there are, and every difference in words; none when all holds.</summary>
    public static async Task<(int Documents, IReadOnlyList<string> Differences)> OfAsync(
        NpgsqlConnection connection, Guid customerId, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, ct);
        var (documents, kept) = await LedgerReading.AllAsync(connection, customerId, ct);
        await using var batch = new NpgsqlBatch(connection);
        LedgerReading.AddExposures(batch, customerId);
        batch.Add(TransferSums).With(customerId);
        batch.Add(ActiveReservations).With(customerId);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var balances = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            balances[reader.GetString(0)] = LedgerReading.ReadExposure(reader, 0);
        await reader.NextResultAsync(ct);
        var moved = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            var currency = reader.GetString(0);
            moved[currency] = Of(moved, currency).Add((Stage)reader.GetInt16(1), reader.GetDecimal(2));
        }
        await reader.NextResultAsync(ct);
        var reserved = new Dictionary<string, decimal>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            reserved[reader.GetString(0)] = reader.GetDecimal(1);
        var replayed = BalancesOf(Replay.Of(documents));
        var lines = BalancesOf(kept);
        var found = new List<string>();
        foreach (var currency in balances.Keys.Union(moved.Keys).Union(replayed.Keys).Union(lines.Keys))
        {
            var balance = Of(balances, currency);
            Compare(found, currency + " replayed", balance with { Reserved = 0 }, Of(replayed, currency));
            Compare(found, currency + " lines", balance with { Reserved = 0 }, Of(lines, currency));
            Compare(found, currency + " transfers", balance with { Disputed = 0 }, Of(moved, currency));
            var active = reserved.GetValueOrDefault(currency);
            if (balance.Reserved != active)
                found.Add($"{currency} reserved: {balance.Reserved}, reservations {active}");
        }
        return (documents.Count, found);
    }

    public static Dictionary<string, Exposure> BalancesOf(CustomerLedger ledger)
    {
        var balances = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        foreach (var line in ledger.Lines)
        {
            var exposure = Of(balances, line.Name.Currency).Add(line.Stage, line.Balance);
            balances[line.Name.Currency] = exposure with { Disputed = exposure.Disputed + line.DisputedOpen };
        }
        return balances;
    }

    private static Exposure Of(Dictionary<string, Exposure> exposures, string currency) =>
        exposures.GetValueOrDefault(currency) ?? new Exposure(currency);

    private static void Compare(List<string> found, string what, Exposure kept, Exposure other)
    {
        if (kept with { AsOf = default } != other with { AsOf = default })
            found.Add($"{what}: kept {kept}, is {other}");
    }
}
