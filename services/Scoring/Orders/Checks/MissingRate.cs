namespace Risk.Scoring.Orders.Checks;

/// <summary>Amounts of which no rate is known cannot be judged.</summary>
internal static class MissingRate
{
    /// <summary>Null when every rate is there.</summary>
    public static Check? Of(Figures figures, V1.OrderCheck which)
    {
        if (figures.RatesMissing.Count == 0)
            return null;
        var pairs = string.Join(", ", figures.RatesMissing);
        return Check.NotEvaluated(which, "RATE_MISSING", new(
            $"There is no exchange rate {pairs}.", $"缺少汇率 {pairs}。")).Seen(pairs, "", null);
    }
}
