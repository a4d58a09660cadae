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

    /// <summary>What is not undone; what undoes may be undone itself, whichever of them came first.</summary>
    public static List<LedgerDocument> Standing(IReadOnlyList<LedgerDocument> documents)
    {
        var undoing = documents.Where(d => d.Reverses is not null).ToLookup(d => d.Reverses!, StringComparer.Ordinal);
        var known = new Dictionary<Guid, bool>();
        return undoing.Count == 0
            ? [.. documents]
            : [.. documents.Where(d => d.Kind != DocumentKind.Reversal && !IsUndone(d))];

        bool IsUndone(LedgerDocument document)
        {
            if (known.TryGetValue(document.Id, out var undone))
                return undone;
            // Those that undo each other in a circle undo nothing.
            known[document.Id] = false;
            return known[document.Id] = document.Keys.SelectMany(key => undoing[key]).Any(d => !IsUndone(d));
        }
    }
}
