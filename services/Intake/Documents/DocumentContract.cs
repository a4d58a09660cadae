using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Documents;

/// <summary>A document as the contract shows it, and back.</summary>
internal static class DocumentContract
{
    public static V1.Document ToContract(this Document d)
    {
        var shown = new V1.Document
        {
            DocumentId = d.DocumentId.ToString(),
            CustomerId = d.CustomerId.ToString(),
            Kind = d.Kind,
            ExternalRef = new() { System = d.RefSystem, Id = d.RefId },
            Amount = Values.ToContract.Amount(d.Amount, d.CurrencyCode),
            NetAmount = Values.ToContract.Amount(d.NetAmount, d.CurrencyCode),
            IssuedOn = Values.ToContract.Day(d.IssuedOn),
            DueOn = Values.ToContract.Day(d.DueOn),
            Terms = Terms(d),
            Remark = d.Remark,
            ReservationId = d.ReservationId,
            RecordedAt = Values.ToContract.Time(d.RecordedAt),
            RecordedBy = d.RecordedBy,
            ImportId = d.ImportId?.ToString() ?? "",
            RetentionAmount = Values.ToContract.Amount(d.RetentionAmount, d.CurrencyCode),
            RetentionDueOn = Values.ToContract.Day(d.RetentionDueOn),
        };
        shown.Links.Add(d.Links.Select(link => new V1.DocumentLink
        {
            DocumentId = link.DocumentId?.ToString() ?? "",
            ExternalRef = link.Ref is { } reference ? new() { System = reference.System, Id = reference.Id } : null,
            Kind = link.Kind,
            Amount = Values.ToContract.Amount(link.Amount, d.CurrencyCode),
            Instalment = link.Instalment,
        }));
        shown.Instalments.Add(d.Instalments.Select(part => new V1.Instalment
        {
            DueOn = Values.ToContract.Day(part.DueOn),
            Amount = Values.ToContract.Amount(part.Amount, d.CurrencyCode),
        }));
        return shown;
    }

    /// <summary>
    /// Reads what a caller records; what cannot be read is a fault. The customer is left to the use case.
    /// </summary>
    public static Document Read(V1.Document given, Faults faults)
    {
        var amount = FromContract.Amount(given.Amount, "amount", faults);
        faults.That(amount is not null, "amount", "REQUIRED", new("is required", "必填"));
        var read = new Document
        {
            Kind = given.Kind,
            RefSystem = given.ExternalRef?.System ?? "",
            RefId = given.ExternalRef?.Id ?? "",
            Amount = amount?.Amount ?? 0,
            CurrencyCode = amount?.CurrencyCode ?? "",
            IssuedOn = FromContract.Day(given.IssuedOn, "issued_on", faults) ?? default,
            DueOn = FromContract.Day(given.DueOn, "due_on", faults),
            Remark = given.Remark,
            ReservationId = given.ReservationId,
            RetentionDueOn = FromContract.Day(given.RetentionDueOn, "retention_due_on", faults),
        };
        read.NetAmount = SameCurrency(given.NetAmount, read.CurrencyCode, "net_amount", faults);
        read.RetentionAmount = SameCurrency(given.RetentionAmount, read.CurrencyCode, "retention_amount", faults);
        if (given.Terms is { } terms)
            ReadTerms(terms, read, faults);
        read.Instalments =
        [
            .. given.Instalments.Select((part, i) => Part(part, $"instalments[{i}]", read.CurrencyCode, faults)),
        ];
        read.Links = [.. given.Links.Select((link, i) => Link(link, $"links[{i}]", read.CurrencyCode, faults))];
        return read;
    }

    private static V1.PaymentTerms? Terms(Document d) => !d.HasTerms ? null : new()
    {
        NetDays = d.TermsNetDays ?? 0,
        EndOfMonth = d.TermsEndOfMonth ?? false,
        AdvanceShare = Values.ToContract.Number(d.TermsAdvanceShare),
        Method = d.TermsMethod ?? V1.PaymentMethod.Unspecified,
        Code = d.TermsCode ?? "",
    };

    private static void ReadTerms(V1.PaymentTerms terms, Document read, Faults faults)
    {
        read.TermsNetDays = (short)Math.Clamp(terms.NetDays, short.MinValue, short.MaxValue);
        read.TermsEndOfMonth = terms.EndOfMonth;
        read.TermsAdvanceShare = FromContract.Number(terms.AdvanceShare, "terms.advance_share", faults);
        read.TermsMethod = terms.Method;
        read.TermsCode = terms.Code;
    }

    private static decimal? SameCurrency(Types.V1.Money? money, string currencyCode, string field, Faults faults)
    {
        if (FromContract.Amount(money, field, faults) is not { } given)
            return null;
        faults.That(string.Equals(given.CurrencyCode, currencyCode, StringComparison.Ordinal), field + ".currency_code",
            "CURRENCY_DIFFERS", new("is not the currency of the document", "与单据币种不一致"), given.CurrencyCode);
        return given.Amount;
    }

    private static DocumentLink Link(V1.DocumentLink given, string field, string currencyCode, Faults faults)
    {
        Guid? id = null;
        if (given.DocumentId.Length > 0 && faults.That(Guid.TryParseExact(given.DocumentId, "D", out var read),
            field + ".document_id", "NOT_AN_ID", new("is not the id of a document", "不是单据编号"), given.DocumentId))
        {
            id = read;
        }
        return new()
        {
            DocumentId = id,
            Ref = given.ExternalRef is { } r ? new ExternalRef(r.System, r.Id) : null,
            Kind = given.Kind,
            Amount = SameCurrency(given.Amount, currencyCode, field + ".amount", faults),
            Instalment = given.Instalment,
        };
    }

    private static Instalment Part(V1.Instalment given, string field, string currencyCode, Faults faults) =>
        new(FromContract.Day(given.DueOn, field + ".due_on", faults) ?? default,
            SameCurrency(given.Amount, currencyCode, field + ".amount", faults) ?? 0);
}
