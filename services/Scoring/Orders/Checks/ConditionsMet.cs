using System.Globalization;

namespace Risk.Scoring.Orders.Checks;

/// <summary>Every condition of approval that is due must be met.</summary>
internal static class ConditionsMet
{
    public static Check Judge(Figures figures)
    {
        var unmet = figures.Customer.Conditions.Where(c => c.IsDueOn(figures.Order.AsOf)).ToList();
        if (figures.Customer.Conditions.Count == 0)
            return Check.NotApplicable(V1.OrderCheck.Conditions);
        var check = unmet.Count == 0
            ? Check.Passed(V1.OrderCheck.Conditions)
            : Check.Failed(V1.OrderCheck.Conditions, "CONDITION_UNMET", new(
                $"A condition of approval is not met: {unmet[0].Text}", $"审批条件尚未满足：{unmet[0].Text}"));
        return check.Seen(string.Create(CultureInfo.InvariantCulture, $"{unmet.Count} unmet"), "none unmet",
            unmet.Count > 0 ? unmet[0].AddedAt : null);
    }
}
