using Npgsql;
using Risk.Scoring.Holds;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Ledger;

/// <summary>Applies documents to a customer's ledger and balances within the transaction of its connection.</summary>
internal static class CustomerBooks
{
    /// <summary>
    /// Documents that were applied before are passed over. Answers the balances after it; null when nothing was new.
    /// <paramref name="conclude"/> may add transfers that belong to the documents.
    /// </summary>
    public static async Task<IReadOnlyList<Exposure>?> ApplyAsync(
        NpgsqlConnection connection, Guid customerId,
        IReadOnlyList<(LedgerDocument Document, byte[] Body)> documents, DateTimeOffset now, CancellationToken ct,
        Action<LedgerChanges>? conclude = null)
    {
        var selection = new LedgerSelection([.. documents.Select(d => d.Document)]);
        var reading = await LedgerReading.OfAsync(connection, customerId, selection, ct);
        var fresh = documents.Where(d => reading.KnownDocuments.Add(d.Document.Id)).ToList();
        if (fresh.Count == 0)
            return null;
        var isUndoing = reading.IsReversedAlready || reading.IsOutdated
            || fresh.Exists(d => d.Document.Reverses is not null || reading.Ledger.IsOvertaken(d.Document));
        await using var batch = new NpgsqlBatch(connection);
        LedgerWriting.AddDocuments(batch, customerId, fresh);
        var changes = isUndoing
            ? await RebuildAsync(batch, customerId, [.. fresh.Select(d => d.Document)], ct)
            : Apply(batch, customerId, reading.Ledger, fresh);
        conclude?.Invoke(changes);
        var after = Balances(reading.Exposures, changes, fresh.Max(d => d.Document.RecordedAt));
        RecheckQueue.AddTo(batch, [customerId], now);
        ReleaseUse.AddTo(batch, customerId, changes.OrdersMoved, now);
        LedgerWriting.AddTransfers(batch, [.. changes.Transfers.Select(t => (customerId, t))], now);
        LedgerWriting.AddExposures(batch, [.. after.Select(e => (customerId, e))]);
        await batch.ExecuteNonQueryAsync(ct);
        return after;
    }

    private static LedgerChanges Apply(
        NpgsqlBatch batch, Guid customerId, CustomerLedger ledger,
        List<(LedgerDocument Document, byte[] Body)> documents)
    {
        foreach (var (document, _) in documents)
            ledger.Name(document);
        foreach (var (document, _) in documents)
            ledger.Apply(document);
        LedgerWriting.AddChanges(batch, customerId, ledger.Changes);
        return ledger.Changes;
    }

    /// <summary>
    /// A reversal, a newer rule of transfers, or a document of which too much was taken before it came changes what
    /// others could do, so the whole customer is replayed without what is undone, and the difference becomes transfers.
    /// </summary>
    private static async Task<LedgerChanges> RebuildAsync(
        NpgsqlBatch batch, Guid customerId, IReadOnlyList<LedgerDocument> fresh, CancellationToken ct)
    {
        var (documents, kept) = await LedgerReading.AllAsync(batch.Connection!, customerId, ct);
        var rebuilt = Replay.Of([.. documents, .. fresh], kept);
        batch.Add("DELETE FROM settlements WHERE customer_id = $1").With(customerId);
        batch.Add("DELETE FROM ledger_pending WHERE customer_id = $1").With(customerId);
        batch.Add("DELETE FROM ledger_deliveries WHERE customer_id = $1").With(customerId);
        batch.Add("DELETE FROM ledger_lines WHERE customer_id = $1").With(customerId);
        batch.Add("UPDATE credit_accounts SET ledger_rules = $2 WHERE customer_id = $1 AND ledger_rules < $2")
            .With(customerId).With(LedgerReading.RulesVersion);
        var changes = rebuilt.Changes;
        changes.PendingEnded.Clear();
        changes.PendingAdded.Clear();
        changes.PendingAdded.UnionWith(rebuilt.Pending);
        LedgerWriting.AddChanges(batch, customerId, changes);
        return Rebuilding.Difference(kept, rebuilt, fresh[^1].Id);
    }

    private static List<Exposure> Balances(
        Dictionary<string, Exposure> before, LedgerChanges changes, DateTimeOffset newestFactAt)
    {
        foreach (var transfer in changes.Transfers)
            before[transfer.Currency] = Of(before, transfer.Currency).With(transfer);
        foreach (var (currency, change) in changes.Disputed)
        {
            var exposure = Of(before, currency);
            before[currency] = exposure with { Disputed = exposure.Disputed + change };
        }
        return
        [
            .. before.Values.OrderBy(e => e.Currency, StringComparer.Ordinal)
                .Select(e => e with { AsOf = e.AsOf > newestFactAt ? e.AsOf : newestFactAt }),
        ];
    }

    private static Exposure Of(Dictionary<string, Exposure> exposures, string currency) =>
        exposures.GetValueOrDefault(currency) ?? new Exposure(currency);
}
