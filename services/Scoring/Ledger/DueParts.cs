namespace Risk.Scoring.Ledger;

/// <summary>A part of a document that is due, or to be delivered, on a day of its own.</summary>
internal readonly record struct DuePart(DateOnly DueOn, decimal Amount);

/// <summary>
/// How much a link settles of its target, and which part; null means as much as fits, 0 no certain part.
/// </summary>
internal readonly record struct Portion(decimal? Amount, int Part);

/// <summary>What settled how much of an invoice in parts, when, and which part it named; 0 means none.</summary>
internal sealed record Fill(Guid CreditLineId, Guid CreditDocumentId, LineKind By)
{
    public required DateOnly On { get; init; }
    public required decimal Amount { get; init; }
    public int Part { get; init; }
}

/// <summary>
/// Which part of an invoice each credit settles. A part that is named comes first; credit notes then lower what is due
/// last, for they are no payment of what is late; the rest settles what is due first (as section 366 of the German and
/// article 560 of the Chinese civil code have it). What is too much for the part that it names settles as the rest.
/// It follows from what has settled in all, never from the order in which it came. Pure.
/// </summary>
internal sealed class DueParts
{
    private readonly IReadOnlyList<DuePart> parts;
    private readonly int[] byDay;
    private readonly decimal[] open;
    private readonly List<(Fill Fill, int Part, decimal Amount)> settled = [];

    private DueParts(IReadOnlyList<DuePart> parts)
    {
        this.parts = parts;
        byDay = [.. Enumerable.Range(0, parts.Count).OrderBy(i => parts[i].DueOn)];
        open = [.. parts.Select(p => p.Amount)];
    }

    /// <summary>By part.</summary>
    public IReadOnlyList<decimal> Open => open;

    public IEnumerable<(Fill Fill, DateOnly DueOn, decimal Amount)> Settled =>
        settled.Select(s => (s.Fill, parts[s.Part].DueOn, s.Amount));

    public static DueParts Of(IReadOnlyList<DuePart> parts, IEnumerable<Fill> fills)
    {
        var result = new DueParts(parts);
        var rests = fills.OrderBy(f => f.On)
            .Select(f => (Fill: f, Left: f.Amount - (f.Part >= 1 && f.Part <= parts.Count
                ? result.Settle(f, f.Part - 1, f.Amount)
                : 0)))
            .ToList();
        foreach (var (fill, left) in rests.Where(r => r.Fill.By == LineKind.CreditNote))
            result.Settle(fill, left, Enumerable.Reverse(result.byDay));
        foreach (var (fill, left) in rests.Where(r => r.Fill.By != LineKind.CreditNote))
            result.Settle(fill, left, result.byDay);
        return result;
    }

    /// <summary>What is open of parts of which so much is open in all, when the first go first.</summary>
    public static decimal[] LastOf(IReadOnlyList<DuePart> parts, decimal openAmount)
    {
        var open = new decimal[parts.Count];
        var lastFirst = Enumerable.Range(0, parts.Count).OrderBy(i => parts[i].DueOn).Reverse();
        foreach (var i in lastFirst)
        {
            open[i] = Math.Min(parts[i].Amount, openAmount);
            openAmount -= open[i];
        }
        // An order that has grown beyond its schedule is delivered last.
        open[^1] += openAmount;
        return open;
    }

    private void Settle(Fill fill, decimal amount, IEnumerable<int> places)
    {
        foreach (var place in places)
            amount -= Settle(fill, place, amount);
    }

    private decimal Settle(Fill fill, int place, decimal amountMax)
    {
        var amount = Math.Min(open[place], amountMax);
        if (amount == 0)
            return 0;
        open[place] -= amount;
        settled.Add((fill, place, amount));
        return amount;
    }
}
