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
            Formula = "4 unqualified, 3 with emphasis of matter, 2 not audited, 1 qualified, 0 adverse or disclaimer",
            Source = "Order of the opinions of ISA 700 and 705, CSA 1501 and 1502; not audited is placed by judgement",
            Define = facts => StatementFigures.Latest(facts) is not { } statement
                ? FeatureValue.Missing(MissingReason.NoStatement)
                : Rank(statement.Opinion) is { } rank
                    ? FeatureValue.Known(rank, statement.PeriodEnd)
                    : FeatureValue.Missing(MissingReason.NotStated),
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
