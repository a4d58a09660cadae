using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// Days: the document has one, an invoice or draft is not due before it, and a promise says until when.
/// </summary>
internal static class DateRules
{
    private const int AheadDaysMax = 366;

    /// <summary>A document may be dated ahead, but 2206 is a slip of the pen.</summary>
    public static void IsNotFarAhead(Document document, DateOnly today, Faults faults) =>
        faults.That(document.IssuedOn <= today.AddDays(AheadDaysMax), "issued_on", "IN_THE_FUTURE", new(
            "is more than a year in the future", "在一年以后"), Dates.Write(document.IssuedOn));

    public static void Check(Document document, Faults faults)
    {
        if (document.IssuedOn == default)
        {
            faults.That(false, "issued_on", "REQUIRED", new("is required", "必填"));
            return;
        }
        if (document is { Kind: V1.DocumentKind.PromiseToPay, DueOn: null })
            faults.That(false, "due_on", "REQUIRED", new("is required for a promise", "付款承诺必须填写日期"));
        if (document is
            {
                Kind: V1.DocumentKind.Invoice or V1.DocumentKind.Draft or V1.DocumentKind.PromiseToPay,
                DueOn: { } due
            }
            && due < document.IssuedOn)
        {
            faults.That(false, "due_on", "DUE_BEFORE_ISSUED", new(
                $"is before the day of the document, {Dates.Write(document.IssuedOn)}",
                $"早于单据日期 {Dates.Write(document.IssuedOn)}"), Dates.Write(due));
        }
    }
}
