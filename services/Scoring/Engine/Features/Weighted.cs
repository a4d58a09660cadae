namespace Risk.Scoring.Engine.Features;

/// <summary>A value that an amount of so many items has.</summary>
internal readonly record struct Weighted(string Currency, decimal Amount, int Count, decimal Value)
{
    /// <summary>
    /// The mean weighted by amount within each currency; currencies are weighted by their number of items, so that no
    /// exchange rate is needed. Zero when there is no item.
    /// </summary>
    public static decimal Mean(IEnumerable<Weighted> values)
    {
        var currencies = new List<Weighted>(1);
        foreach (var value in values)
        {
            var place = currencies.FindIndex(c => string.Equals(c.Currency, value.Currency, StringComparison.Ordinal));
            if (place < 0)
                currencies.Add(value with { Value = value.Amount * value.Value });
            else
                currencies[place] = Sum(currencies[place], value);
        }
        decimal sum = 0;
        var items = 0;
        foreach (var (_, amount, count, value) in currencies)
        {
            sum += amount == 0 ? 0 : value / amount * count;
            items += count;
        }
        return items == 0 ? 0 : sum / items;
    }

    /// <summary>Of a sum the value is the one of all its amounts together.</summary>
    private static Weighted Sum(Weighted sum, Weighted next) => sum with
    {
        Amount = sum.Amount + next.Amount,
        Count = sum.Count + next.Count,
        Value = sum.Value + next.Amount * next.Value,
    };
}
