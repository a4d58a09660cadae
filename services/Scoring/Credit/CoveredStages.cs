using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>
/// A cover that stands: what it is worth in the account's currency, and, after its stop-shipment date, what was shipped
/// before.
/// </summary>
internal sealed record StandingCover(bool IsInsurance, decimal Value, decimal? ShippedBefore);

/// <summary>
/// What stands behind an exposure, stage by stage. Insurance begins when goods leave; after its stop-shipment date a
/// cover still stands behind what was shipped before. What is owed soonest is covered first, and reduced first by what
/// is on account. Pure.
/// </summary>
internal static class CoveredStages
{
    public static V1.CoveredExposure Of(Exposure exposure, IReadOnlyList<StandingCover> covers)
    {
        var stages = Stages(exposure);
        var shipped = stages.Where(s => s.IsShipped).Sum(s => s.Gross);
        var gross = stages.Sum(s => s.Gross);
        var insurance = Amount([.. covers.Where(c => c.IsInsurance)], shipped);
        var others = Amount([.. covers.Where(c => !c.IsInsurance)], gross - insurance);
        var (insured, otherwise) = (insurance, others);
        var covered = new V1.CoveredExposure();
        foreach (var (stage, isShipped, amount) in stages)
        {
            var byInsurance = isShipped ? Math.Min(amount, insured) : 0;
            var byOthers = Math.Min(amount - byInsurance, otherwise);
            (insured, otherwise) = (insured - byInsurance, otherwise - byOthers);
            if (amount > 0)
                covered.Stages.Add(Stage(stage, amount, byInsurance, byOthers));
        }
        covered.Gross = Amounts.ToContract(gross);
        covered.Insured = Amounts.ToContract(insurance);
        covered.OtherwiseCovered = Amounts.ToContract(others);
        covered.Net = Amounts.ToContract(gross - insurance - others);
        return covered;
    }

    /// <summary>Of those that were stopped the earliest first: what it may cover the later ones may too.</summary>
    public static decimal Amount(IReadOnlyList<StandingCover> covers, decimal exposed)
    {
        var stopped = covers.Where(c => c.ShippedBefore is not null).OrderBy(c => c.ShippedBefore)
            .Aggregate(0m, (sum, c) => Math.Min(c.ShippedBefore!.Value, sum + c.Value));
        var standing = covers.Where(c => c.ShippedBefore is null).Sum(c => c.Value);
        return Math.Min(exposed, Math.Round(stopped + standing, 4));
    }

    private static List<(V1.ExposureStage Stage, bool IsShipped, decimal Gross)> Stages(Exposure exposure)
    {
        var onAccount = Math.Max(0, exposure.Unallocated);
        var stages = new List<(V1.ExposureStage, bool, decimal)>();
        foreach (var (stage, isShipped, amount) in ((V1.ExposureStage, bool, decimal)[])
            [
                (V1.ExposureStage.Receivable, true, exposure.Receivable),
                (V1.ExposureStage.Drafts, true, exposure.Drafts),
                (V1.ExposureStage.Delivered, true, exposure.Delivered),
                (V1.ExposureStage.OpenOrders, false, exposure.OpenOrders),
                (V1.ExposureStage.Reserved, false, exposure.Reserved),
            ])
        {
            var reduced = Math.Min(Math.Max(0, amount), onAccount);
            onAccount -= reduced;
            stages.Add((stage, isShipped, Math.Max(0, amount) - reduced));
        }
        return stages;
    }

    private static V1.CoveredStage Stage(V1.ExposureStage stage, decimal gross, decimal insured, decimal otherwise) =>
        new()
        {
            Stage = stage,
            Gross = Amounts.ToContract(gross),
            Insured = Amounts.ToContract(insured),
            OtherwiseCovered = Amounts.ToContract(otherwise),
            Net = Amounts.ToContract(gross - insured - otherwise),
        };
}
