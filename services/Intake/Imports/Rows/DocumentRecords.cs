using Risk.Intake.Documents;
using Risk.Intake.Documents.Rules;
using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>Makes documents of rows.</summary>
internal sealed class DocumentRecords(RecordMapping record, DateOnly today)
{
    private static readonly string[] TermFields =
        ["net_days", "end_of_month", "advance_share", "payment_method", "terms_code"];

    private readonly bool hasTerms = TermFields.Any(record.Fields.ContainsKey);

    public DocumentDraft? Of(RowValues row, string system)
    {
        var values = new RecordValues(record, row);
        if (!values.IsPresent)
            return null;
        var document = new Document
        {
            Kind = (V1.DocumentKind)values.Choice("kind", ContractEnums.DocumentKinds),
            RefSystem = system,
            RefId = values.Text("id"),
            Amount = values.Number("amount") ?? 0,
            CurrencyCode = values.Text("currency"),
            NetAmount = values.Number("net_amount"),
            IssuedOn = values.Day("issued_on") ?? default,
            DueOn = values.Day("due_on"),
            Remark = values.Text("remark"),
            ReservationId = values.Text("reservation_id"),
            RetentionAmount = values.Number("retention_amount"),
            RetentionDueOn = values.Day("retention_due_on"),
        };
        if (hasTerms)
            FillTerms(document, values);
        document.Links = record.Links.Count > 0
            ? Links(row, system)
            : CompactLists.Links(values.Text("links"), system, row.Faults);
        document.Instalments = CompactLists.Instalments(values.Text("instalments"), row.Faults);
        DocumentRules.Check(document, row.Faults);
        DateRules.IsNotFarAhead(document, today, row.Faults);
        document.DueOn = DueDate.Of(document);
        return new(new(system, values.Text("customer")), document);
    }

    private static void FillTerms(Document document, RecordValues values)
    {
        var netDays = values.Whole("net_days");
        var endOfMonth = values.Truth("end_of_month");
        var share = values.Number("advance_share");
        var method = (V1.PaymentMethod)values.Choice("payment_method", ContractEnums.PaymentMethods);
        var code = values.OptionalText("terms_code");
        if (netDays is null && endOfMonth is null && share is null && code is null
            && method == V1.PaymentMethod.Unspecified)
            return;
        document.TermsNetDays = (short)Math.Clamp(netDays ?? 0, short.MinValue, short.MaxValue);
        document.TermsEndOfMonth = endOfMonth ?? false;
        document.TermsAdvanceShare = share;
        document.TermsMethod = method;
        document.TermsCode = code ?? "";
    }

    private DocumentLink[] Links(RowValues row, string system)
    {
        var links = new List<DocumentLink>(record.Links.Count);
        foreach (var mapped in record.Links)
        {
            var values = new RecordValues(mapped, row);
            if (!values.IsPresent)
                continue;
            links.Add(new()
            {
                Ref = new(system, values.Text("id")),
                Kind = (V1.DocumentKind)values.Choice("kind", ContractEnums.DocumentKinds),
                Amount = values.Number("amount"),
                Instalment = values.Whole("instalment") ?? 0,
            });
        }
        return [.. links];
    }
}
