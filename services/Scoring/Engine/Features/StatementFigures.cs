using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// Which statement a feature reads: the newest one that was known on the day. What it does not show is read from those
/// of the year before its end, so that a thin statement does not take back what a fuller one has shown.
/// </summary>
internal static class StatementFigures
{
    private const int YearDaysMin = 335;
    private const int YearDaysMax = 396;
    private const int FallbackMonths = 12;

    public static Func<FactSheet, FeatureValue> OnLatest(Func<FinancialStatement, Figure> formula) => facts =>
    {
        if (Latest(facts) is not { } latest)
            return FeatureValue.Missing(MissingReason.NoStatement);
        var own = FeatureValue.From(formula(latest), latest.PeriodEnd);
        return own.Reason is { IsOfThinStatement: true } ? OfFormer(facts, latest, formula) ?? own : own;
    };

    /// <summary>Growth of a figure against the statement that ended a year, give or take a month, before.</summary>
    public static Func<FactSheet, FeatureValue> GrowthOf(Func<FinancialStatement, Figure> figure) => facts =>
    {
        if (Latest(facts) is not { } latest)
            return FeatureValue.Missing(MissingReason.NoStatement);
        if (!figure(latest).IsKnown)
            latest = Former(facts, latest).FirstOrDefault(s => figure(s).IsKnown) ?? latest;
        if (YearBefore(facts, latest) is not { } former)
            return FeatureValue.Missing(MissingReason.NoFormerStatement);
        if (former.Currency.Length > 0 && latest.Currency.Length > 0 && former.Currency != latest.Currency)
            return FeatureValue.Missing(MissingReason.CurrencyDiffers);
        var before = figure(former);
        if (before.IsKnown && before.Amount <= 0)
            return FeatureValue.Missing(MissingReason.FormerNotPositive);
        return FeatureValue.From((figure(latest) - before).Over(before), latest.PeriodEnd);
    };

    /// <summary>
    /// The newest period; of one period the company's own figures before the group's, because it is the company that
    /// owes, and of these the one filed last. A period that is too short for a feature of income counts only where
    /// nothing longer ended in the year before.
    /// </summary>
    public static FinancialStatement? Latest(FactSheet facts) => facts.Readings.Latest;

    public static FinancialStatement? LatestOf(FactSheet facts)
    {
        var newest = Newest(facts.Statements.Where(s => s.IsKnownOn(facts.AsOf)));
        return newest is not { IsShort: true }
            ? newest
            : Newest(Former(facts, newest).Where(s => !s.IsShort)) ?? newest;
    }

    /// <summary>
    /// Known statements of the year before the end of another one, its scope first, the newest first.
    /// </summary>
    public static IEnumerable<FinancialStatement> Former(FactSheet facts, FinancialStatement latest) => facts.Statements
        .Where(s => !ReferenceEquals(s, latest) && s.IsKnownOn(facts.AsOf)
            && s.PeriodEnd <= latest.PeriodEnd && s.PeriodEnd >= latest.PeriodEnd.AddMonths(-FallbackMonths))
        .OrderBy(s => IsGroup(s) != IsGroup(latest))
        .ThenByDescending(s => s.PeriodEnd)
        .ThenByDescending(s => s.RecordedAt);

    private static FeatureValue? OfFormer(
        FactSheet facts, FinancialStatement latest, Func<FinancialStatement, Figure> formula)
    {
        foreach (var former in Former(facts, latest))
        {
            var value = FeatureValue.From(formula(former), former.PeriodEnd);
            if (value.Reason is not { IsOfThinStatement: true })
                return value;
        }
        return null;
    }

    private static FinancialStatement? Newest(IEnumerable<FinancialStatement> statements) => statements
        .OrderByDescending(s => s.PeriodEnd)
        .ThenBy(IsGroup)
        .ThenByDescending(s => s.RecordedAt)
        .FirstOrDefault();

    private static FinancialStatement? YearBefore(FactSheet facts, FinancialStatement latest) => facts.Statements
        .Where(s => s.IsKnownOn(facts.AsOf) && IsGroup(s) == IsGroup(latest))
        .Where(s => latest.PeriodEnd.DayNumber - s.PeriodEnd.DayNumber is >= YearDaysMin and <= YearDaysMax)
        .OrderByDescending(s => s.PeriodEnd)
        .ThenByDescending(s => s.RecordedAt)
        .FirstOrDefault();

    private static bool IsGroup(FinancialStatement statement) => statement.Scope == StatementScope.Consolidated;
}
