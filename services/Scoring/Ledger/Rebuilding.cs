namespace Risk.Scoring.Ledger;

/// <summary>What a replay gives that differs from what was kept, as transfers from and to the outside.</summary>
internal static class Rebuilding
{
    public static LedgerChanges Difference(CustomerLedger kept, CustomerLedger rebuilt, Guid cause)
    {
        var changes = new LedgerChanges();
        var after = rebuilt.Lines.ToDictionary(l => l.Name);
        var before = kept.Lines.ToDictionary(l => l.Name);
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var (old, now) = (before.GetValueOrDefault(name), after.GetValueOrDefault(name));
            var change = (now?.Balance ?? 0) - (old?.Balance ?? 0);
            if (change != 0)
                changes.Transfers.Add(Transfer(change, (now ?? old)!, cause));
            if (change != 0 && name.Kind == LineKind.Order)
                changes.OrdersMoved.Add(name);
            var disputed = (now?.DisputedOpen ?? 0) - (old?.DisputedOpen ?? 0);
            if (disputed != 0)
                changes.Disputed[name.Currency] = changes.Disputed.GetValueOrDefault(name.Currency) + disputed;
        }
        return changes;
    }

    private static Transfer Transfer(decimal change, Line line, Guid cause) => new()
    {
        DocumentId = cause,
        Currency = line.Name.Currency,
        Amount = Math.Abs(change),
        From = change > 0 ? Stage.Outside : line.Stage,
        To = change > 0 ? line.Stage : Stage.Outside,
        FromLineId = change > 0 ? null : line.Id,
        ToLineId = change > 0 ? line.Id : null,
    };
}
