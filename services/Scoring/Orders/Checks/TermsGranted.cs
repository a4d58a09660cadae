using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// The order may not ask for longer terms or a riskier method of payment than were granted, and what it is to be paid
/// in advance must be on record.
/// </summary>
internal static class TermsGranted
{
    public const string AdvanceMissing = "ADVANCE_MISSING";

    private const int MonthDaysMax = 30;

    public static Check Judge(Figures figures)
    {
        if (figures.Customer.Advance < figures.Order.AdvanceDue)
            return Missing(figures.Order, figures.Customer.Advance);
        var account = figures.Customer.Account;
        var anyMethod = account.RiskiestMethod == PaymentMethod.Unspecified;
        if (figures.Order.Terms is not { } terms || (figures.NetDaysMax is null && anyMethod))
            return Check.NotApplicable(V1.OrderCheck.Terms);
        var days = DaysOf(terms, figures.Order.DeliverOn);
        var granted = figures.NetDaysMax;
        var check = days > granted
            ? Check.Failed(V1.OrderCheck.Terms, "TERMS_TOO_LONG", new(
                $"The order asks for {days} days, {granted} are granted.",
                $"订单要求账期 {days} 天，已授予 {granted} 天。"))
            : !anyMethod && terms.Method > account.RiskiestMethod
                ? Check.Failed(V1.OrderCheck.Terms, "PAYMENT_METHOD_TOO_RISKY", new(
                    "The order asks for a riskier method of payment than was granted.", "订单要求的付款方式风险高于已授予的方式。"))
                : Check.Passed(V1.OrderCheck.Terms);
        return check.Seen(Said(days, terms.Method), Said(granted, account.RiskiestMethod),
            account.ChangedAt);
    }

    /// <summary>
    /// From the delivery, with which the invoice comes, never from the day of the check. While that day is not known,
    /// terms from the end of the month (月结) are as long as they can be: delivered on the first of a month of 31 days.
    /// </summary>
    public static int DaysOf(PaymentTerms terms, DateOnly? deliverOn) =>
        deliverOn is { } day ? LedgerDocument.DueBy(terms, day).DayNumber - day.DayNumber
        : terms.EndOfMonth ? terms.NetDays + MonthDaysMax
        : terms.NetDays;

    private static Check Missing(Order order, decimal paid)
    {
        var (due, now) =
            (Amounts.ForPeople(order.AdvanceDue, order.Currency), Amounts.ForPeople(paid, order.Currency));
        return Check.Failed(V1.OrderCheck.Terms, AdvanceMissing, new(
                $"{due} are to be paid in advance; {now} are on record for the order.",
                $"应预收 {due}，该订单已登记的预收款为 {now}。"))
            .Seen($"{now} in advance", $"{due} in advance", null);
    }

    private static string Said(int? days, PaymentMethod method) => string.Join(", ",
        ((string?[])[
            days is { } stated ? string.Create(CultureInfo.InvariantCulture, $"{stated} days") : null,
            method == PaymentMethod.Unspecified ? null : method.ToString(),
        ]).OfType<string>());
}
