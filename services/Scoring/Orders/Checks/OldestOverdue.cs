using System.Globalization;

namespace Risk.Scoring.Orders.Checks;

/// <summary>No open item may be past due by more days than the grade allows.</summary>
internal static class OldestOverdue
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds.OldestOverdueDaysMax is not { } max)
            return Check.NotApplicable(V1.OrderCheck.OldestOverdue);
        var days = figures.OldestOverdueDays;
        var check = days <= max
            ? Check.Passed(V1.OrderCheck.OldestOverdue)
            : Check.Failed(V1.OrderCheck.OldestOverdue, "OLDEST_ITEM_OVERDUE", new(
                $"The oldest open item is {days} days past due; {max} are tolerated.",
                $"最早未清项已逾期 {days} 天，容忍上限为 {max} 天。"));
        return check.Seen(Days(days), Days(max), figures.ExposureAsOf);
    }

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
