using System.Globalization;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// The limit, and that of the group, must be valid on the day of the order, give or take the grace days of the grade.
/// </summary>
internal static class LimitValid
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (figures.ValidUntil is not { } until)
            return Check.NotApplicable(V1.OrderCheck.LimitExpired);
        var last = until.AddDays(thresholds.LimitGraceDays);
        var check = figures.Order.AsOf <= last
            ? Check.Passed(V1.OrderCheck.LimitExpired)
            : Check.Failed(V1.OrderCheck.LimitExpired, "LIMIT_EXPIRED", new(
                $"The limit was valid until {Day(until)}.", $"额度有效期至 {Day(until)}，现已过期。"));
        return check.Seen(Day(figures.Order.AsOf), Day(last), figures.Customer.Account.ChangedAt);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
