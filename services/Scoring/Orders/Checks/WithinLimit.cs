using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// Exposure with this order must not pass the limit in force, nor that of the group its limit. Orders beyond the
/// horizon do not count yet.
/// </summary>
internal static class WithinLimit
{
    public static Check Judge(Figures figures)
    {
        var group = figures.Customer.Group;
        if (figures.Limit is null && group is null)
            return Check.Passed(V1.OrderCheck.Limit).Seen("", "unlimited", figures.ExposureAsOf);
        if (MissingRate.Of(figures, V1.OrderCheck.Limit) is { } missing)
            return missing;
        if (group is not null && OfGroup(figures, group) is { Outcome: not V1.CheckOutcome.Passed } stopped)
            return stopped;
        return figures.Limit is { } limit ? OfCustomer(figures, limit) : OfGroup(figures, group!);
    }

    private static Check OfCustomer(Figures figures, decimal limit)
    {
        var (total, allowed) =
            (Amounts.ForPeople(figures.Claimed, figures.Currency), Amounts.ForPeople(limit, figures.Currency));
        var check = figures.Claimed <= limit
            ? Check.Passed(V1.OrderCheck.Limit)
            : Check.Failed(V1.OrderCheck.Limit, "LIMIT_EXCEEDED", new(
                $"With this order the customer would owe {total}, the limit is {allowed}.",
                $"加上该订单，客户敞口将达 {total}，额度为 {allowed}。"));
        return check.Seen(total, allowed, figures.ExposureAsOf);
    }

    private static Check OfGroup(Figures figures, GroupStanding group)
    {
        if (figures.GroupClaimed is not { } claimed || figures.GroupExposure!.RatesMissing.Count > 0)
            return MissingRate.OfGroup(figures, group);
        var (total, allowed) =
            (Amounts.ForPeople(claimed, group.Currency), Amounts.ForPeople(group.Limit, group.Currency));
        var check = claimed <= group.Limit
            ? Check.Passed(V1.OrderCheck.Limit)
            : Check.Failed(V1.OrderCheck.Limit, "GROUP_LIMIT_EXCEEDED", new(
                $"With this order the group would owe {total}, its limit is {allowed}.",
                $"加上该订单，集团敞口将达 {total}，集团额度为 {allowed}。"));
        return check.Seen($"{total} of the group", allowed, figures.ExposureAsOf);
    }
}
