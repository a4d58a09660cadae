using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>Which statement a feature reads: the newest one that was known on the day.</summary>
internal static class StatementFigures
{
    private const int YearDaysMin = 335;
    private const int YearDaysMax = 396;

    public static Func<FactSheet, FeatureValue> OnLatest(Func<FinancialStatement, Figure> formula) => facts =>
        Latest(facts) is { } statement
            ? FeatureValue.From(formula(statement), statement.PeriodEnd)
            : FeatureValue.Missing(MissingReason.NoStatement);

    /// <summary>Growth of a figure against the statement that ended a year, give or take a month, before.</summary>
    public static Func<FactSheet, FeatureValue> GrowthOf(Func<FinancialStatement, Figure> figure) => facts =>
    {
        if (Latest(facts) is not { } latest)
            return FeatureValue.Missing(MissingReason.NoStatement);
        if (YearBefore(facts, latest) is not { } former)
            return FeatureValue.Missing(MissingReason.NoFormerStatement);
        var before = figure(former);
        if (before.IsKnown && before.Amount <= 0)
            return FeatureValue.Missing(MissingReason.FormerNotPositive);
        return FeatureValue.From((figure(latest) - before).Over(before), latest.PeriodEnd);
    };

    /// <summary>
    /// The newest period; of one period the company's own figures before the group's, because it is the company that
    /// owes, and of these the one filed last.
    /// </summary>
    public static FinancialStatement? Latest(FactSheet facts) => facts.Statements
        .Where(s => s.PeriodEnd <= facts.AsOf)
        .OrderByDescending(s => s.PeriodEnd)
        .ThenBy(s => s.Scope == StatementScope.Consolidated)
        .ThenByDescending(s => s.RecordedAt)
        .FirstOrDefault();

    private static FinancialStatement? YearBefore(FactSheet facts, FinancialStatement latest) => facts.Statements
        .Where(s => s.Scope == StatementScope.Consolidated == (latest.Scope == StatementScope.Consolidated))
        .Where(s => latest.PeriodEnd.DayNumber - s.PeriodEnd.DayNumber is >= YearDaysMin and <= YearDaysMax)
        .OrderByDescending(s => s.PeriodEnd)
        .ThenByDescending(s => s.RecordedAt)
        .FirstOrDefault();
}
