namespace Risk.Monitoring.Indicators;

/// <summary>One currency's part of a quotient of amounts, and of how many items it is.</summary>
internal sealed record Quotient(string Currency, decimal Above, decimal Below, int Items)
{
    /// <summary>
    /// What is above by what is below, over all currencies at today's rates: exact, however small the one and large the
    /// other. Where a rate is missing, each currency's own quotient weighs by its items. Null when nothing is below.
    /// </summary>
    public static decimal? Of(IEnumerable<Quotient> parts, WatchedFacts facts)
    {
        List<Quotient> all = [.. parts.Where(p => p.Above != 0 || p.Below > 0)];
        if (!all.Exists(p => p.Below > 0))
            return null;
        var into = facts.CreditOn(facts.Today)?.Currency ?? all[0].Currency;
        var rates = all.ConvertAll(p => all.Count == 1 ? 1 : facts.RatesToday.Rate(p.Currency, into));
        if (rates.TrueForAll(r => r is not null))
        {
            var weighed = all.Zip(rates, (p, r) => (Above: p.Above * r!.Value, Below: p.Below * r.Value)).ToList();
            return weighed.Sum(w => w.Above) / weighed.Sum(w => w.Below);
        }
        List<Quotient> own = [.. all.Where(p => p.Below > 0)];
        return own.Sum(p => p.Above / p.Below * p.Items) / own.Sum(p => p.Items);
    }
}
