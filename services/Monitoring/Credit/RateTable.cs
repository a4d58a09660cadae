namespace Risk.Monitoring.Credit;

/// <summary>A rate as it is known: one unit of the first currency is worth so much of the other.</summary>
internal sealed record Rate(string From, string To, decimal Value, DateOnly ValidOn);

/// <summary>
/// The rates that hold on one day: of each pair the newest that is not later. Converts directly, by the inverse, or
/// over one pivot currency, as scoring does.
/// </summary>
internal sealed class RateTable
{
    /// <summary>Tried in this order when a pair has no rate of its own.</summary>
    private static readonly string[] Pivots = ["USD", "EUR", "CNY"];

    private readonly Dictionary<(string From, string To), decimal> rates = [];

    public RateTable(IEnumerable<Rate> known, DateOnly day)
    {
        foreach (var rate in known.Where(r => r.ValidOn <= day).OrderBy(r => r.ValidOn))
            rates[(rate.From, rate.To)] = rate.Value;
    }

    /// <summary>Null when no rate is known, not even over a pivot.</summary>
    public decimal? Convert(decimal amount, string from, string to)
    {
        if (from == to)
            return amount;
        return Rate(from, to) is { } rate ? Math.Round(amount * rate, 2, MidpointRounding.AwayFromZero) : null;
    }

    /// <summary>What one unit is worth, not rounded; null when no rate is known, not even over a pivot.</summary>
    public decimal? Rate(string from, string to)
    {
        if (from == to)
            return 1;
        if (Direct(from, to) is { } direct)
            return direct;
        foreach (var pivot in Pivots)
        {
            if (Direct(from, pivot) is { } first && Direct(pivot, to) is { } second)
                return first * second;
        }
        return null;
    }

    private decimal? Direct(string from, string to) =>
        rates.TryGetValue((from, to), out var rate) ? rate
        : rates.TryGetValue((to, from), out var inverse) ? 1 / inverse
        : null;
}
