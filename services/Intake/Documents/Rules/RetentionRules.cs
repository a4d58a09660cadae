using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>Retention money: a part of the amount, with a day of its own on which it is due.</summary>
internal static class RetentionRules
{
    public static void Check(Document document, Faults faults)
    {
        if (document.RetentionAmount is not { } retained)
        {
            if (document.RetentionDueOn is { } lonely)
            {
                faults.That(false, "retention_due_on", "RETENTION_WITHOUT_AMOUNT", new(
                    "is given without the amount held back", "未给出质保金金额"), Dates.Write(lonely));
            }
            return;
        }
        MoneyRules.Fits(retained, "retention_amount.amount", faults);
        faults.That(retained > 0 && retained <= document.Amount, "retention_amount.amount", "RETENTION_ABOVE_AMOUNT",
            new("must be above 0 and within the amount", "必须大于 0 且不超过单据金额"), Decimals.Write(retained));
        if (faults.That(document.RetentionDueOn is not null, "retention_due_on", "REQUIRED", new("is required", "必填")))
        {
            faults.That(document.RetentionDueOn >= document.IssuedOn, "retention_due_on", "DUE_BEFORE_ISSUED", new(
                "is before the day of the document", "早于单据日期"), Dates.Write(document.RetentionDueOn!.Value));
        }
    }
}
