using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

/// <summary>An amount that left one stage for another because of a document.</summary>
internal sealed record Transfer
{
    public required Guid DocumentId { get; init; }
    public required string Currency { get; init; }
    public required decimal Amount { get; init; }
    public required Stage From { get; init; }
    public required Stage To { get; init; }
    public Guid? FromLineId { get; init; }
    public Guid? ToLineId { get; init; }
}

/// <summary>What settled how much of an invoice, when.</summary>
internal sealed record Settlement
{
    public required Line Invoice { get; init; }
    public required Line Credit { get; init; }
    public required decimal Amount { get; set; }
    public required DateOnly SettledOn { get; init; }
    public required int Place { get; init; }

    /// <summary>A draft counts as such on whichever of its two lines.</summary>
    public LineKind By => Credit.Name.Kind == LineKind.DraftCredit ? LineKind.Draft : Credit.Name.Kind;
}

internal static class Transfers
{
    /// <summary>
    /// Pairs what went down with what went up, so that every amount has come from somewhere and gone somewhere.
    /// What finds no partner came from, or went to, the outside.
    /// </summary>
    public static List<Transfer> Between(
        IEnumerable<(Line Line, decimal Before)> touched, LedgerDocument document)
    {
        var down = new List<(Line Line, decimal Amount)>();
        var up = new List<(Line Line, decimal Amount)>();
        foreach (var (line, before) in touched)
        {
            var change = line.Balance - before;
            if (change != 0)
                (change < 0 ? down : up).Add((line, Math.Abs(change)));
        }
        return Pair(down, up, document);
    }

    private static List<Transfer> Pair(
        List<(Line Line, decimal Amount)> down, List<(Line Line, decimal Amount)> up, LedgerDocument document)
    {
        var transfers = new List<Transfer>(down.Count + up.Count);
        var (downAt, upAt, downDone, upDone) = (0, 0, 0m, 0m);
        while (downAt < down.Count || upAt < up.Count)
        {
            var from = downAt < down.Count ? down[downAt].Line : null;
            var to = upAt < up.Count ? up[upAt].Line : null;
            var amount = Math.Min(
                from is null ? decimal.MaxValue : down[downAt].Amount - downDone,
                to is null ? decimal.MaxValue : up[upAt].Amount - upDone);
            transfers.Add(new()
            {
                DocumentId = document.Id,
                Currency = document.Currency,
                Amount = amount,
                From = from?.Stage ?? Source(document.Kind),
                To = to?.Stage ?? Sink(document.Kind),
                FromLineId = from?.Id,
                ToLineId = to?.Id,
            });
            (downAt, downDone) = Advance(down, downAt, downDone + amount);
            (upAt, upDone) = Advance(up, upAt, upDone + amount);
        }
        return transfers;
    }

    private static (int At, decimal Done) Advance(List<(Line Line, decimal Amount)> side, int at, decimal done) =>
        at < side.Count && done == side[at].Amount ? (at + 1, 0) : (at, done);

    private static Stage Source(DocumentKind kind) =>
        kind == LedgerDocument.Confirmation ? Stage.Reserved : Stage.Outside;

    private static Stage Sink(DocumentKind kind) => kind switch
    {
        DocumentKind.Payment or DocumentKind.Advance or DocumentKind.CreditNote or DocumentKind.Draft
            or DocumentKind.DraftHonoured => Stage.Settled,
        DocumentKind.WriteOff => Stage.WrittenOff,
        _ => Stage.Outside,
    };
}
