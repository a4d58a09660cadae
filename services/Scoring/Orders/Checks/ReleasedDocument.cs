using System.Globalization;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// A release covers the order while its value has grown by no more than the deviation and the release is neither too
/// old nor due for review. What comes of the order, confirmation, document or delivery, uses the release up: from then
/// on it covers what is ordered, and nothing more. An order that somebody rejected waits until somebody releases it.
/// </summary>
internal static class ReleasedDocument
{
    public static Check Judge(Figures figures)
    {
        if (figures.Customer.Earlier is not { } earlier)
            return Check.NotApplicable(V1.OrderCheck.ReleasedDocument);
        if (!earlier.Released)
        {
            return Check.Failed(V1.OrderCheck.ReleasedDocument, "ORDER_REJECTED", new(
                    "Somebody has rejected this order.", "该订单已被人工拒绝。"))
                .Seen("rejected", "not rejected", earlier.DecidedAt);
        }
        var valueMax = earlier.AmountMax * (1 + figures.Rules.ReleaseDeviation);
        var days = (int)(figures.Now - earlier.DecidedAt).TotalDays;
        // What came of an order before it was closed is undone when it is opened again.
        var isSpent = earlier.IsUsed && figures.Order.Amount > figures.Customer.Ordered
            && figures.Order.Stage != V1.OrderStage.Reopen;
        var holds = !isSpent && figures.Order.Currency == earlier.Currency && figures.Order.Amount <= valueMax
            && days <= figures.Rules.ReleaseDaysMax && !(earlier.ReviewOn < figures.Order.AsOf);
        var check = holds
            ? Check.Passed(V1.OrderCheck.ReleasedDocument)
            : Check.NotApplicable(V1.OrderCheck.ReleasedDocument);
        var since = earlier.IsUsed ? ", used since" : "";
        return check.Seen(
            string.Create(CultureInfo.InvariantCulture,
                $"{Amounts.ForPeople(figures.Order.Amount, figures.Order.Currency)}, released {days} days ago{since}"),
            string.Create(CultureInfo.InvariantCulture,
                $"{Amounts.ForPeople(valueMax, earlier.Currency)}, {figures.Rules.ReleaseDaysMax} days"),
            earlier.DecidedAt);
    }
}
