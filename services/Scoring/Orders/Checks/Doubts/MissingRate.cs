namespace Risk.Scoring.Orders.Checks.Doubts;

/// <summary>Amounts of which no rate is known cannot be judged.</summary>
internal static class MissingRate
{
    /// <summary>Null when every rate is there, and none is older than the grade allows.</summary>
    public static Check? Of(Figures figures, V1.OrderCheck which)
    {
        if (figures.RatesMissing.Count > 0)
            return Of(which, string.Join(", ", figures.RatesMissing));
        var stale = string.Join(", ", figures.StaleRates.Select(r => r.Said));
        return stale.Length == 0 ? null : Check.NotEvaluated(which, "RATE_STALE", new(
                $"The exchange rate {stale} is older than {figures.Thresholds.RateAgeDaysMax} days.",
                $"汇率 {stale} 已超过 {figures.Thresholds.RateAgeDaysMax} 天。"))
            .Seen(stale, $"{figures.Thresholds.RateAgeDaysMax} days", null);
    }

    public static Check OfPortfolio(Figures figures, string currency) =>
        Of(V1.OrderCheck.Concentration, $"{currency}/{figures.Rules.Currency}");

    /// <summary>A threshold is in a currency of which no rate is known.</summary>
    public static Check OfRules(Figures figures, V1.OrderCheck which) =>
        Of(which, $"{figures.Rules.Currency}/{figures.Currency}");

    /// <summary>Null when every cover can be converted.</summary>
    public static Check? OfCovers(Figures figures)
    {
        var pairs = figures.Customer.Covers.Select(c => c.CurrencyCode).Distinct()
            .Where(currency => figures.Rates.Find(currency, figures.Currency) is null)
            .Select(currency => $"{currency}/{figures.Currency}").ToList();
        return pairs.Count == 0 ? null : Of(V1.OrderCheck.Cover, string.Join(", ", pairs));
    }

    public static Check OfGroup(Figures figures, GroupStanding group)
    {
        var from = figures.GroupExposure!.RatesMissing.Append(figures.Order.Currency).Distinct()
            .Where(currency => currency != group.Currency && figures.Rates.Find(currency, group.Currency) is null);
        return Of(V1.OrderCheck.Limit, string.Join(", ", from.Select(currency => $"{currency}/{group.Currency}")));
    }

    private static Check Of(V1.OrderCheck which, string pairs) =>
        Check.NotEvaluated(which, "RATE_MISSING", new(
            $"There is no exchange rate {pairs}.", $"缺少汇率 {pairs}。")).Seen(pairs, "", null);
}
