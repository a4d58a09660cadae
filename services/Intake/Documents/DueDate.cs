using Risk.Intake.Values;

namespace Risk.Intake.Documents;

/// <summary>
/// When an invoice is due that names no day: so many days after its day, or after the end of its month (月结). Without
/// terms it is due at once; with instalments on the day of the first, which an order has too.
/// </summary>
internal static class DueDate
{
    public static DateOnly? Of(Document document)
    {
        if (document.DueOn is null && document.Instalments is [var first, ..])
            return first.DueOn;
        if (document.DueOn is not null || document.Kind != V1.DocumentKind.Invoice || document.IssuedOn == default)
            return document.DueOn;
        var start = document.TermsEndOfMonth == true ? Dates.EndOfMonth(document.IssuedOn) : document.IssuedOn;
        return Dates.After(start, Math.Max((short)0, document.TermsNetDays ?? 0)) ?? start;
    }
}
