using Risk.Scoring.Engine.Facts;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// Counts of legal and compliance records by kind and age; all of them are history that cannot be changed.
/// </summary>
internal static class Legal
{
    private const int RecentMonths = 24;

    public static readonly IReadOnlyList<Feature> Features =
    [
        Recent("lawsuits_24_months", new("lawsuits of the last 24 months", "近 24 个月被诉案件数"), LegalKind.Lawsuit),
        Recent("penalties_24_months",
            new("penalties, tax violations and abnormal operations of the last 24 months", "近 24 个月行政处罚、税收违法及经营异常数"),
            LegalKind.AdministrativePenalty, LegalKind.TaxViolation, LegalKind.AbnormalOperation),
        Standing("enforcements_standing", new("enforcement proceedings", "被执行案件数"), LegalKind.Enforcement),
        Standing("dishonest_debtor_standing", new("entries as dishonest debtor", "失信被执行记录数"),
            LegalKind.DishonestDebtor),
        Standing("consumption_restrictions_standing", new("consumption restrictions", "限制消费令数"),
            LegalKind.ConsumptionRestriction),
        Standing("pledges_standing", new("pledges of equity or assets", "股权或资产质押数"), LegalKind.Pledge),
        Standing("sanctions_matches_standing", new("confirmed sanctions matches", "经确认的制裁名单匹配数"),
            LegalKind.SanctionsMatch),
        Standing("insolvency_standing", new("insolvency proceedings", "破产程序数"), LegalKind.Insolvency) with
        {
            Formula = "insolvency records that stand on the day; a customer whose status is insolvent has at least one",
            Define = Insolvency,
        },
    ];

    private static Feature Recent(string name, Text text, params LegalKind[] kinds) => Of(name, text) with
    {
        Formula = $"records of the kind dated in the last {RecentMonths} months, ended or not; "
            + "none on file is no value",
        Define = facts => Count(facts, r => kinds.Contains(r.Kind)
            && r.IsKnownOn(facts.AsOf) && r.RecordedOn > facts.AsOf.AddMonths(-RecentMonths)),
    };

    private static Feature Standing(string name, Text text, LegalKind kind) => Of(name, text) with
    {
        Formula = "records of the kind that stand on the day; none on file is no value",
        Define = facts => Count(facts, r => r.Kind == kind && r.StandsOn(facts.AsOf)),
    };

    private static Feature Of(string name, Text text) => new()
    {
        Name = name,
        Text = text,
        Unit = Unit.Count,
        Min = 0,
        Max = 200,
        Decimals = 0,
        Better = Better.Lower,
        IsImmutable = true,
        Needs = Needs.LegalRecords,
        Formula = "",
        Source = "Public court, enforcement and registry records",
        Define = _ => FeatureValue.Missing(MissingReason.NoLegalRecords),
    };

    private static FeatureValue Insolvency(FactSheet facts)
    {
        var count = Count(facts, r => r.Kind == LegalKind.Insolvency && r.StandsOn(facts.AsOf));
        return facts.Company is { IsInsolvent: true, AsOf: { } asOf } && count.Amount < 1
            ? FeatureValue.Known(1, asOf)
            : count;
    }

    /// <summary>
    /// A file without such a record does not say that somebody has looked for one, whatever else is in it: else a
    /// record of one kind would show that there is none of the others, and being sued would better a score.
    /// </summary>
    private static FeatureValue Count(FactSheet facts, Func<LegalFact, bool> counts) =>
        facts.LegalRecords.Count(counts) is > 0 and var count
            ? FeatureValue.Known(count, facts.Company.AsOf ?? facts.AsOf)
            : FeatureValue.Missing(MissingReason.NoLegalRecords);
}
