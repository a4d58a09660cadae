using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>How far the statement itself can be relied on.</summary>
internal static class StatementQuality
{
    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "audit_opinion",
            Text = new("audit opinion", "审计意见"),
            Unit = Unit.Class, Min = 0, Max = 4, Better = Better.Higher, Needs = Needs.Statement, Decimals = 0,
            Formula = "4 unqualified, 3 with emphasis of matter, 2 not audited, 1 qualified, 0 adverse or disclaimer; "
                + "what was not audited does not better the last auditor's opinion of the year before, and an interim "
                + "statement does not replace it",
            Source = "Order of the opinions of ISA 700 and 705, CSA 1501 and 1502; not audited is placed by judgement",
            Define = Opinion,
        },
        new()
        {
            Name = "statement_age_months",
            Text = new("age of the newest statement", "最新财务报表距今时间"),
            Unit = Unit.Months, Min = 0, Max = 120, Better = Better.Lower, Needs = Needs.Statement, Decimals = 0,
            Formula = "whole months since the end of the newest statement's period",
            Source = "Own definition",
            Define = facts => StatementFigures.Latest(facts) is { } statement
                ? FeatureValue.Known(Calendar.WholeMonths(statement.PeriodEnd, facts.AsOf), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoStatement),
        },
    ];

    private static FeatureValue Opinion(FactSheet facts)
    {
        if (StatementFigures.Latest(facts) is not { } latest)
            return FeatureValue.Missing(MissingReason.NoStatement);
        var own = Rank(latest.Opinion) is { } rank
            ? FeatureValue.Known(rank, latest.PeriodEnd)
            : FeatureValue.Missing(MissingReason.NotStated);
        if (IsAudited(latest) || StatementFigures.Former(facts, latest).FirstOrDefault(IsAudited) is not { } audited)
            return own;
        var last = FeatureValue.Known(Rank(audited.Opinion)!.Value, audited.PeriodEnd);
        return latest.IsInterim || !own.IsKnown || last.Amount < own.Amount ? last : own;
    }

    private static bool IsAudited(FinancialStatement statement) =>
        statement.Opinion is not (AuditOpinion.Unstated or AuditOpinion.Unaudited);

    private static int? Rank(AuditOpinion opinion) => opinion switch
    {
        AuditOpinion.Unqualified => 4,
        AuditOpinion.Emphasis => 3,
        AuditOpinion.Unaudited => 2,
        AuditOpinion.Qualified => 1,
        AuditOpinion.Adverse or AuditOpinion.Disclaimer => 0,
        _ => null,
    };
}
