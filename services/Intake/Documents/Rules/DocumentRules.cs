using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents.Rules;

/// <summary>All that holds for every document by itself, whichever door it comes through.</summary>
internal static class DocumentRules
{
    private const int RemarkLengthMax = 500;

    public static void Check(Document document, Faults faults)
    {
        if (!ContractEnums.DocumentKinds.Knows((int)document.Kind))
            faults.That(false, "kind", "REQUIRED", new("is required", "必填"));
        RefRules.Check(new(document.RefSystem, document.RefId), "external_ref", faults);
        AmountRules.Check(document, faults);
        DateRules.Check(document, faults);
        TermsRules.Check(document, faults);
        LinkRules.Check(document, faults);
        RetentionRules.Check(document, faults);
        if (document.Instalments.Length > 0)
            InstalmentRules.Check(document, faults);
        if (document.Kind == V1.DocumentKind.Clearing)
            ClearingRules.Check(document, faults);
        faults.NoLongerThan(RemarkLengthMax, document.Remark, "remark");
        if (document.ReservationId.Length > 0)
            ReservationRules.Check(document, faults);
    }
}
