using System.Globalization;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// No more than the grade's share of the receivables may be past due; compared exactly, shown in percent.
/// </summary>
internal static class OverdueShare
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds.OverdueShareMax is not { } max)
            return Check.NotApplicable(V1.OrderCheck.OverdueShare);
        if (MissingRate.Of(figures, V1.OrderCheck.OverdueShare) is { } missing)
            return missing;
        var receivable = figures.Exposure.Exposure.Receivable;
        var share = receivable == 0 ? 0 : figures.OverdueAmount / receivable;
        var check = figures.OverdueAmount <= max * receivable
            ? Check.Passed(V1.OrderCheck.OverdueShare)
            : Check.Failed(V1.OrderCheck.OverdueShare, "OVERDUE_SHARE_EXCEEDED", new(
                $"{Percent(share)} of the receivables are past due; {Percent(max)} are tolerated.",
                $"应收账款中 {Percent(share)} 已逾期，容忍上限为 {Percent(max)}。"));
        return check.Seen(Percent(share), Percent(max), figures.ExposureAsOf);
    }

    private static string Percent(decimal share) =>
        (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
