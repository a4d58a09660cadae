namespace Risk.Scoring.ExchangeRates;

/// <summary>A rate as it is known: one unit of the first currency is worth so much of the other.</summary>
internal sealed record Rate(string From, string To, decimal Value, DateOnly ValidOn);

/// <summary>
/// The rates that hold on one day: of each pair the newest that is not later. Converts directly, by the inverse, or
/// over one pivot currency, whichever is newest; of one day in this order.
/// </summary>
internal sealed class RateTable
{
    /// <summary>Tried in this order when a pair has no rate of its own.</summary>
    private static readonly string[] Pivots = ["USD", "EUR", "CNY"];

    private readonly Dictionary<(string From, string To), Conversion> rates = [];
    private bool isExact;

    public RateTable(IEnumerable<Rate> known, DateOnly day)
    {
        foreach (var rate in known.Where(r => r.ValidOn <= day).OrderBy(r => r.ValidOn))
            rates[(rate.From, rate.To)] = new(rate.Value, rate.ValidOn);
    }

    public static RateTable Empty { get; } = new([], DateOnly.MinValue);

    /// <summary>These pairs and no others: nothing is inverted or goes over a pivot.</summary>
    public static RateTable Exactly(IEnumerable<Rate> pairs) => new(pairs, DateOnly.MaxValue) { isExact = true };

    /// <summary>Null when no rate is known, not even over a pivot. Of two rates the older says the day.</summary>
    public Conversion? Find(string from, string to)
    {
        if (from == to)
            return Conversion.None;
        var found = Direct(from, to);
        foreach (var pivot in isExact ? [] : Pivots)
        {
            if (Direct(from, pivot) is { } first && Direct(pivot, to) is { } second)
            {
                found = Newer(found, new(first.Factor * second.Factor,
                    first.ValidOn < second.ValidOn ? first.ValidOn : second.ValidOn));
            }
        }
        return found is { } rate ? rate with { Digits = MinorUnits.Of(to) } : null;
    }

    private Conversion? Direct(string from, string to)
    {
        Conversion? direct = rates.TryGetValue((from, to), out var rate) ? rate : null;
        return !isExact && rates.TryGetValue((to, from), out var inverse)
            ? Newer(direct, inverse with { Factor = 1 / inverse.Factor })
            : direct;
    }

    private static Conversion Newer(Conversion? found, Conversion other) =>
        found is { } first && first.ValidOn >= other.ValidOn ? first : other;
}
