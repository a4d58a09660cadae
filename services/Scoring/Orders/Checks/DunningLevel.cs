using System.Globalization;

namespace Risk.Scoring.Orders.Checks;

/// <summary>The customer must not have been dunned more severely than the grade tolerates.</summary>
internal static class DunningLevel
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds.DunningLevelMax is not { } max)
            return Check.NotApplicable(V1.OrderCheck.DunningLevel);
        var account = figures.Customer.Account;
        var check = account.DunningLevel <= max
            ? Check.Passed(V1.OrderCheck.DunningLevel)
            : Check.Failed(V1.OrderCheck.DunningLevel, "DUNNING_LEVEL_TOO_HIGH", new(
                $"The highest dunning level is {account.DunningLevel}; {max} is tolerated.",
                $"最高催款级别为 {account.DunningLevel}，容忍上限为 {max}。"));
        return check.Seen(Said(account.DunningLevel), Said(max), account.ChangedAt);
    }

    private static string Said(int level) => level.ToString(CultureInfo.InvariantCulture);
}
