using Google.Protobuf;
using DocumentKind = Risk.Intake.V1.DocumentKind;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Ledger;

/// <summary>Another document that one names; by id, or by kind and name, which may come later.</summary>
internal sealed record LedgerLink(Guid? DocumentId, DocumentKind Kind, string System, string Id)
{
    /// <summary>In the currency of the document that links; null means as much as fits.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Which part of an invoice in parts, from 1 on; 0 leaves it to the rule.</summary>
    public int Part { get; init; }

    public Portion Portion => new(Amount, Part);

    public string Key => DocumentId is { } id ? $"id:{id:D}" : $"ref:{(int)Kind}|{System}|{Id}";
}

/// <summary>A commercial document as the ledger sees it.</summary>
internal sealed record LedgerDocument
{
    /// <summary>A confirmed reservation: it opens an order line as an order does.</summary>
    public const DocumentKind Confirmation = (DocumentKind)100;

    public required Guid Id { get; init; }
    public required DocumentKind Kind { get; init; }
    public required string System { get; init; }
    public required string ExternalId { get; init; }
    public required string Currency { get; init; }
    public required decimal Amount { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>Parts with days of their own, retention money among them; empty means all of it on one.</summary>
    public IReadOnlyList<DuePart> Parts { get; init; } = [];
    public IReadOnlyList<LedgerLink> Links { get; init; } = [];

    /// <summary>The keys under which a reversal may name it.</summary>
    public IEnumerable<string> Keys => [$"id:{Id:D}", $"ref:{(int)Kind}|{System}|{ExternalId}"];

    /// <summary>What it undoes; null unless it is a reversal, or ends a dispute that it names.</summary>
    public string? Reverses => Links.Count > 0
        && (Kind == DocumentKind.Reversal
            || (Kind == DocumentKind.DisputeResolved && Links[0].Kind == DocumentKind.Dispute))
        ? Links[0].Key
        : null;

    public static LedgerDocument Of(Guid id, DocumentKind kind, IntakeV1.Document document)
    {
        var issuedOn = Amounts.ToDate(document.IssuedOn) ?? DateOnly.MinValue;
        // Of an order it is the day of delivery, which terms of payment do not say.
        var dueOn = Amounts.ToDate(document.DueOn)
            ?? (kind is DocumentKind.Order or DocumentKind.OrderChanged or Confirmation
                ? null
                : DueBy(document.Terms, issuedOn));
        var parts = PartsOf(document, dueOn);
        return new()
        {
            Id = id,
            Kind = kind,
            System = document.ExternalRef?.System ?? "",
            ExternalId = document.ExternalRef?.Id ?? "",
            Currency = document.Amount.CurrencyCode,
            Amount = Amounts.ToDecimal(document.Amount),
            IssuedOn = issuedOn,
            RecordedAt = document.RecordedAt?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch,
            DueOn = parts.Count > 0 ? parts.Min(p => p.DueOn) : dueOn,
            Parts = parts,
            Links = [.. document.Links.Select(link => LinkOf(link, kind))],
        };
    }

    /// <summary>What a replay needs of the document, and nothing else.</summary>
    public static byte[] Compact(IntakeV1.Document document)
    {
        var kept = document.Clone();
        kept.DocumentId = kept.CustomerId = kept.Remark = kept.RecordedBy = kept.ImportId = "";
        kept.CustomerRef = null;
        kept.NetAmount = null;
        kept.Kind = DocumentKind.Unspecified;
        return kept.ToByteArray();
    }

    public static DateOnly DueBy(IntakeV1.PaymentTerms? terms, DateOnly issuedOn)
    {
        if (terms is null)
            return issuedOn;
        var start = terms.EndOfMonth
            ? new DateOnly(issuedOn.Year, issuedOn.Month, DateTime.DaysInMonth(issuedOn.Year, issuedOn.Month))
            : issuedOn;
        return start.AddDays(terms.NetDays);
    }

    /// <summary>Instalments, or the one part that the document is, and then its retention money.</summary>
    private static List<DuePart> PartsOf(IntakeV1.Document document, DateOnly? dueOn)
    {
        var parts = document.Instalments
            .Select(i => new DuePart(Amounts.ToDate(i.DueOn) ?? DateOnly.MinValue, Amounts.ToDecimal(i.Amount)))
            .ToList();
        if (document.RetentionAmount is not { } money || dueOn is not { } due)
            return parts;
        var (amount, retained) = (Amounts.ToDecimal(document.Amount), Amounts.ToDecimal(money));
        if (parts.Count == 0 && amount > retained)
            parts.Add(new(due, amount - retained));
        parts.Add(new(Amounts.ToDate(document.RetentionDueOn) ?? due, Math.Min(amount, retained)));
        return parts;
    }

    private static LedgerLink LinkOf(IntakeV1.DocumentLink link, DocumentKind from) =>
        new(
            Guid.TryParse(link.DocumentId, out var id) ? id : null,
            link.Kind == DocumentKind.Unspecified ? Usual(from) : link.Kind,
            link.ExternalRef?.System ?? "",
            link.ExternalRef?.Id ?? "")
        {
            Amount = link.Amount is { } amount ? Amounts.ToDecimal(amount) : null,
            Part = link.Instalment,
        };

    /// <summary>What a document of this kind follows or settles when it does not say.</summary>
    private static DocumentKind Usual(DocumentKind from) => from switch
    {
        DocumentKind.Delivery or DocumentKind.Invoice or DocumentKind.OrderClosed or DocumentKind.OrderChanged =>
            DocumentKind.Order,
        DocumentKind.DeliveryClosed => DocumentKind.Delivery,
        DocumentKind.DraftHonoured or DocumentKind.DraftDishonoured => DocumentKind.Draft,
        _ => DocumentKind.Invoice,
    };
}
