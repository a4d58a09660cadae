using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// Amounts: above zero, in a known currency, with the amount without tax not above the amount with tax.
/// </summary>
internal static class AmountRules
{
    public static void Check(Document document, Faults faults)
    {
        MoneyRules.CurrencyIsKnown(document.CurrencyCode, "amount.currency_code", faults);
        MoneyRules.Fits(document.Amount, "amount.amount", faults);
        if (document.Amount <= 0)
        {
            faults.That(false, "amount.amount", "AMOUNT_NOT_POSITIVE", new(
                "must be above 0; the kind of the document says in which direction it counts",
                "必须大于 0；方向由单据类型决定"), Decimals.Write(document.Amount));
        }
        if (document.NetAmount is not { } net)
            return;
        MoneyRules.Fits(net, "net_amount.amount", faults);
        faults.That(net >= 0 && net <= document.Amount, "net_amount.amount", "NET_ABOVE_AMOUNT", new(
            "must be from 0 to the amount with tax", "必须在 0 到含税金额之间"), Decimals.Write(net));
    }
}
