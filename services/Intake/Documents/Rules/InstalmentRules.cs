using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// Instalments: parts above 0, in the order of their days, that add up to the amount with the retention money.
/// </summary>
internal static class InstalmentRules
{
    public const int CountMax = 120;

    public static void Check(Document document, Faults faults)
    {
        var parts = document.Instalments;
        faults.That(document.Kind is V1.DocumentKind.Invoice or V1.DocumentKind.Order or V1.DocumentKind.OrderChanged,
            "instalments", "ONLY_INVOICES_AND_ORDERS", new(
                "only an invoice or an order comes in instalments", "只有发票和订单可以分期"));
        faults.That(parts.Length <= CountMax, "instalments", "TOO_MANY", new(
            $"holds more than {CountMax} instalments", $"超过 {CountMax} 期"));
        for (var i = 0; i < Math.Min(parts.Length, CountMax); i++)
            CheckPart(document, i, faults);
        var sum = parts.Sum(p => p.Amount) + (document.RetentionAmount ?? 0);
        faults.That(sum == document.Amount, "instalments", "INSTALMENTS_DIFFER_FROM_AMOUNT", new(
            $"add up to {Decimals.Write(sum)} with the retention money, not to the amount, "
            + Decimals.Write(document.Amount),
            $"各期与质保金合计 {Decimals.Write(sum)}，与单据金额 {Decimals.Write(document.Amount)} 不符"), Decimals.Write(sum));
        if (document.DueOn is { } due && due != parts[0].DueOn)
        {
            faults.That(false, "due_on", "DUE_ON_DIFFERS", new(
                "is not the day of the first instalment", "与首期到期日不一致"), Dates.Write(due));
        }
    }

    private static void CheckPart(Document document, int place, Faults faults)
    {
        var (part, field) = (document.Instalments[place], $"instalments[{place}]");
        MoneyRules.Fits(part.Amount, field + ".amount.amount", faults);
        faults.That(part.Amount > 0, field + ".amount.amount", "AMOUNT_NOT_POSITIVE",
            new("must be above 0", "必须大于 0"), Decimals.Write(part.Amount));
        if (!faults.That(part.DueOn != default, field + ".due_on", "REQUIRED", new("is required", "必填")))
            return;
        faults.That(document.Kind != V1.DocumentKind.Invoice || part.DueOn >= document.IssuedOn, field + ".due_on",
            "DUE_BEFORE_ISSUED", new("is before the day of the document", "早于单据日期"), Dates.Write(part.DueOn));
        faults.That(place == 0 || part.DueOn >= document.Instalments[place - 1].DueOn, field + ".due_on",
            "NOT_IN_ORDER", new("is before the day of the instalment before it", "早于上一期的到期日"),
            Dates.Write(part.DueOn));
    }
}
