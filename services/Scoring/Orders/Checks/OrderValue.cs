using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>A single order must not pass the highest value that the account allows, nor that of the rules.</summary>
internal static class OrderValue
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds.OrderValueMax is { } ofRules && figures.InAccountCurrency(ofRules) is null)
            return MissingRate.OfRules(figures, V1.OrderCheck.OrderValue);
        if (figures.OrderValueMax is not { } max)
            return Check.NotApplicable(V1.OrderCheck.OrderValue);
        if (figures.OrderAmount is not { } amount)
            return MissingRate.Of(figures, V1.OrderCheck.OrderValue)!;
        var check = amount <= max
            ? Check.Passed(V1.OrderCheck.OrderValue)
            : Check.Failed(V1.OrderCheck.OrderValue, "ORDER_VALUE_EXCEEDED", new(
                $"The order is worth more than {Amounts.ForPeople(max, figures.Currency)}.",
                $"单笔订单金额超过 {Amounts.ForPeople(max, figures.Currency)}。"));
        return check.Seen(Amounts.ForPeople(amount, figures.Currency), Amounts.ForPeople(max, figures.Currency), null);
    }
}
