using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

/// <summary>
/// The ledger that a customer's documents give, in the order in which they came, without those undone.
/// </summary>
internal static class Replay
{
    /// <summary>Lines that were kept before keep their ids.</summary>
    public static CustomerLedger Of(IReadOnlyList<LedgerDocument> documents, CustomerLedger? kept = null)
    {
        var ledger = new CustomerLedger { FormerIds = kept?.Lines.ToDictionary(l => l.Name, l => l.Id) ?? [] };
        var standing = Standing(documents);
        foreach (var document in standing)
            ledger.Name(document);
        foreach (var document in standing)
            ledger.Apply(document);
        return ledger;
    }

    /// <summary>What is not undone. A reversal can be undone by a later one.</summary>
    private static List<LedgerDocument> Standing(IReadOnlyList<LedgerDocument> documents)
    {
        var undone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in documents.Reverse())
        {
            if (document.Reverses is { } target && !document.Keys.Any(undone.Contains))
                undone.Add(target);
        }
        return [.. documents.Where(d =>
            d.Kind != DocumentKind.Reversal && !d.Keys.Any(undone.Contains))];
    }
}
