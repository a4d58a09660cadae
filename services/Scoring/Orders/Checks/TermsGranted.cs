using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders.Checks;

/// <summary>The order may not ask for longer terms or a riskier method of payment than were granted.</summary>
internal static class TermsGranted
{
    public static Check Judge(Figures figures)
    {
        var account = figures.Customer.Account;
        var anyMethod = account.RiskiestMethod == PaymentMethod.Unspecified;
        if (figures.Order.Terms is not { } terms || (account.NetDaysMax is null && anyMethod))
            return Check.NotApplicable(V1.OrderCheck.Terms);
        var days = LedgerDocument.DueBy(terms, figures.Order.AsOf).DayNumber - figures.Order.AsOf.DayNumber;
        var check = days > account.NetDaysMax
            ? Check.Failed(V1.OrderCheck.Terms, "TERMS_TOO_LONG", new(
                $"The order asks for {days} days, {account.NetDaysMax} are granted.",
                $"订单要求账期 {days} 天，已授予 {account.NetDaysMax} 天。"))
            : !anyMethod && terms.Method > account.RiskiestMethod
                ? Check.Failed(V1.OrderCheck.Terms, "PAYMENT_METHOD_TOO_RISKY", new(
                    "The order asks for a riskier method of payment than was granted.", "订单要求的付款方式风险高于已授予的方式。"))
                : Check.Passed(V1.OrderCheck.Terms);
        return check.Seen(Said(days, terms.Method), Said(account.NetDaysMax, account.RiskiestMethod),
            account.ChangedAt);
    }

    private static string Said(int? days, PaymentMethod method) => string.Join(", ",
        ((string?[])[
            days is { } stated ? string.Create(CultureInfo.InvariantCulture, $"{stated} days") : null,
            method == PaymentMethod.Unspecified ? null : method.ToString(),
        ]).OfType<string>());
}
