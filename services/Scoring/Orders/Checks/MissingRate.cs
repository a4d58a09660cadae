namespace Risk.Scoring.Orders.Checks;

/// <summary>Amounts of which no rate is known cannot be judged.</summary>
internal static class MissingRate
{
    /// <summary>Null when every rate is there.</summary>
    public static Check? Of(Figures figures, V1.OrderCheck which) =>
        figures.RatesMissing.Count == 0 ? null : Of(which, string.Join(", ", figures.RatesMissing));

    /// <summary>A threshold is in a currency of which no rate is known.</summary>
    public static Check OfRules(Figures figures, V1.OrderCheck which) =>
        Of(which, $"{figures.Rules.Currency}/{figures.Currency}");

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
