using System.Globalization;
using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>The index of payment behaviour must not be below what the grade asks for.</summary>
internal static class PaymentBehaviour
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        if (thresholds.PaymentIndexMin is not { } min || figures.Customer.PaymentIndex is not { } index)
            return Check.NotApplicable(V1.OrderCheck.PaymentIndex);
        if (figures.IsScoreStale)
            return StaleScore.Of(figures, V1.OrderCheck.PaymentIndex);
        var check = index >= min
            ? Check.Passed(V1.OrderCheck.PaymentIndex)
            : Check.Failed(V1.OrderCheck.PaymentIndex, "PAYMENT_INDEX_TOO_LOW", new(
                $"The payment behaviour index is {Plain(index)}; at least {Plain(min)} is asked for.",
                $"付款行为指数为 {Plain(index)}，要求不低于 {Plain(min)}。"));
        return check.Seen(Plain(index), Plain(min), figures.Customer.ScoredAsOf);
    }

    private static string Plain(decimal index) => index.ToString("0.##", CultureInfo.InvariantCulture);
}
