using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>
/// A clearing settles invoices from credits by amounts: each side adds up to its amount, so that what goes where does
/// not depend on what has come before it.
/// </summary>
internal static class ClearingRules
{
    public static void Check(Document document, Faults faults)
    {
        var (credits, invoices) = (new List<int>(), new List<int>());
        for (var i = 0; i < document.Links.Length; i++)
        {
            var kind = document.Links[i].Kind;
            if (faults.That(kind != V1.DocumentKind.Unspecified || document.Links[i].DocumentId is null,
                $"links[{i}].kind", "REQUIRED", new("is required in a clearing", "清账单据必填")))
            {
                (kind == V1.DocumentKind.Invoice ? invoices : credits).Add(i);
            }
        }
        if (document.Links.Length == 0 || credits.Count + invoices.Count < document.Links.Length)
            return;
        if (faults.That(credits.Count > 0 && invoices.Count > 0, "links", "CLEARING_NEEDS_BOTH_SIDES", new(
            "must name at least one invoice and one payment, credit note, advance or draft",
            "至少须指明一张发票，以及一笔收款、红字发票、预收款或汇票")))
        {
            CheckSide(document, invoices, new("the invoices", "发票"), faults);
            CheckSide(document, credits, new("what settles them", "用于清账的款项"), faults);
        }
    }

    private static void CheckSide(Document document, List<int> places, (string En, string Zh) side, Faults faults)
    {
        var links = document.Links;
        if (places is [var only] && links[only].Amount is null)
            return;
        foreach (var i in places)
        {
            if (!faults.That(links[i].Amount is not null, $"links[{i}].amount", "REQUIRED", new(
                "is required when a clearing names several documents of a side", "清账同一方有多张单据时必填")))
            {
                return;
            }
        }
        var sum = places.Sum(i => links[i].Amount!.Value);
        faults.That(sum == document.Amount, "links", "CLEARING_UNBALANCED", new(
            $"{side.En} add up to {Decimals.Write(sum)}, not to the amount, {Decimals.Write(document.Amount)}",
            $"{side.Zh}合计 {Decimals.Write(sum)}，与清账金额 {Decimals.Write(document.Amount)} 不符"), Decimals.Write(sum));
    }
}
