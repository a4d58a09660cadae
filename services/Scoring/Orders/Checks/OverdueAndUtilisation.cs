using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// Much past due and much of the limit used: both together hold the order, either alone does not. The limit is the
/// customer's own, else its group's, with what the group owes.
/// </summary>
internal static class OverdueAndUtilisation
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds is not { OverdueAmountMax: { } threshold, OverdueUtilisationMax: { } utilisationMax }
            || UseOf(figures) is not { } use)
        {
            return Check.NotApplicable(V1.OrderCheck.OverdueAndUtilisation);
        }
        if (MissingRate.Of(figures, V1.OrderCheck.OverdueAndUtilisation) is { } missing)
            return missing;
        if (figures.InAccountCurrency(threshold) is not { } amountMax)
        {
            return figures.OverdueAmount == 0
                ? Check.NotApplicable(V1.OrderCheck.OverdueAndUtilisation)
                : MissingRate.OfRules(figures, V1.OrderCheck.OverdueAndUtilisation);
        }
        var (overdue, (exposure, limit)) = (figures.OverdueAmount, use);
        var check = overdue > amountMax && exposure > utilisationMax * limit
            ? Check.Failed(V1.OrderCheck.OverdueAndUtilisation, "OVERDUE_WHILE_UTILISED", new(
                $"{Amounts.ForPeople(overdue, figures.Currency)} are past due while the limit is used by "
                + $"{Used(exposure, limit)}.",
                $"逾期金额 {Amounts.ForPeople(overdue, figures.Currency)}，同时额度使用率为 {Used(exposure, limit)}。"))
            : Check.Passed(V1.OrderCheck.OverdueAndUtilisation);
        return check.Seen(
            $"{Amounts.ForPeople(overdue, figures.Currency)} at {Used(exposure, limit)}",
            $"{Amounts.ForPeople(amountMax, figures.Currency)} at {Percent(utilisationMax)}",
            figures.ExposureAsOf);
    }

    /// <summary>What the exposure is too much by for what is past due; null without a limit or a threshold.</summary>
    public static decimal? OverUse(Figures figures, Thresholds thresholds) =>
        thresholds.OverdueUtilisationMax is { } max && UseOf(figures) is { } use
            ? use.Exposure - (max * use.Limit)
            : null;

    /// <summary>Who has no limit of its own uses that of its group; null without any, or a rate.</summary>
    private static (decimal Exposure, decimal Limit)? UseOf(Figures figures) =>
        figures.Limit is { } own ? (figures.Due, own)
        : figures.GroupDue is { } due && figures.Customer.Group is { } group
            && figures.Rates.Find(group.Currency, figures.Currency) is { } rate ? (rate.Of(due), rate.Of(group.Limit))
        : null;

    private static string Used(decimal exposure, decimal limit) =>
        limit > 0 ? Percent(exposure / limit) : exposure > 0 ? "> 100 %" : "0 %";

    private static string Percent(decimal share) =>
        (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
