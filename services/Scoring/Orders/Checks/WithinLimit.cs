using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders.Checks;

/// <summary>Exposure with this order must not pass the limit in force.</summary>
internal static class WithinLimit
{
    public static Check Judge(Figures figures)
    {
        if (figures.Limit is not { } limit)
            return Check.Passed(V1.OrderCheck.Limit).Seen("", "unlimited", figures.ExposureAsOf);
        if (MissingRate.Of(figures, V1.OrderCheck.Limit) is { } missing)
            return missing;
        var total = figures.Exposure.Exposure.Total + figures.OrderAmount!.Value;
        var check = total <= limit
            ? Check.Passed(V1.OrderCheck.Limit)
            : Check.Failed(V1.OrderCheck.Limit, "LIMIT_EXCEEDED", new(
                $"With this order the customer would owe {Amounts.ForPeople(total, figures.Currency)}, "
                + $"the limit is {Amounts.ForPeople(limit, figures.Currency)}.",
                $"加上该订单，客户敞口将达 {Amounts.ForPeople(total, figures.Currency)}，"
                + $"额度为 {Amounts.ForPeople(limit, figures.Currency)}。"));
        return check.Seen(Amounts.ForPeople(total, figures.Currency), Amounts.ForPeople(limit, figures.Currency),
            figures.ExposureAsOf);
    }
}
