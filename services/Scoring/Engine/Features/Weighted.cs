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
        decimal sum = 0;
        var items = 0;
        foreach (var currency in values.GroupBy(v => v.Currency, StringComparer.Ordinal))
        {
            var amount = currency.Sum(v => v.Amount);
            var count = currency.Sum(v => v.Count);
            sum += amount == 0 ? 0 : currency.Sum(v => v.Amount * v.Value) / amount * count;
            items += count;
        }
        return items == 0 ? 0 : sum / items;
    }
}
