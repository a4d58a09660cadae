using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using DocumentKind = Risk.Intake.V1.DocumentKind;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Monitoring.Receivables;

/// <summary>A link to another document by its key; an amount that is null means as much as fits.</summary>
internal readonly record struct BookLink(Guid Key, decimal? Amount, bool IsId = false)
{
    /// <summary>Which instalment of an invoice, from 1 on; 0 leaves it to the rule.</summary>
    public int Instalment { get; init; }
}

/// <summary>A part of an invoice with a due day of its own.</summary>
internal readonly record struct BookPart(short Place, DateOnly DueOn, decimal Amount)
{
    /// <summary>The invoice, or what is left of it beside its retention money.</summary>
    public const short Whole = 0;
    public const short Retention = 1;

    /// <summary>The first instalment; the second has the next number.</summary>
    public const short FirstInstalment = 2;
}

/// <summary>A document that makes a receivable, or settles, disputes or undoes one.</summary>
internal sealed record BookDocument
{
    public required Guid Id { get; init; }
    public required DocumentKind Kind { get; init; }
    public required string System { get; init; }
    public required string ExternalId { get; init; }
    public required string Currency { get; init; }
    public required decimal Amount { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary>Parts in the order of their numbers as links give them; empty means all of it on the due day.</summary>
    public IReadOnlyList<BookPart> Parts { get; init; } = [];
    public IReadOnlyList<BookLink> Links { get; init; } = [];

    /// <summary>Of an invoice, what documents have settled that are frozen and not looked at.</summary>
    public IReadOnlyList<Fill> Carried { get; init; } = [];

    /// <summary>The key of those who name it by kind, system and name; others name it by its id.</summary>
    public Guid NameKey => KeyOf(Kind, System, ExternalId);

    /// <summary>Orders and deliveries are no receivables yet.</summary>
    public static bool Matters(IntakeV1.Document document) => document.Kind
        is DocumentKind.Invoice or DocumentKind.CreditNote or DocumentKind.Payment or DocumentKind.Advance
        or DocumentKind.Draft or DocumentKind.DraftHonoured or DocumentKind.DraftDishonoured
        or DocumentKind.Dispute or DocumentKind.DisputeResolved or DocumentKind.WriteOff or DocumentKind.Reversal
        or DocumentKind.Clearing;

    public static BookDocument Of(IntakeV1.Document document)
    {
        var issuedOn = document.IssuedOn.ToDay() ?? DateOnly.MinValue;
        var dueOn = document.DueOn.ToDay() ?? DueBy(document.Terms, issuedOn);
        return new()
        {
            Id = Guid.Parse(document.DocumentId),
            Kind = document.Kind,
            System = document.ExternalRef?.System ?? "",
            ExternalId = document.ExternalRef?.Id ?? "",
            Currency = document.Amount?.CurrencyCode ?? "",
            Amount = document.Amount.ToAmount(),
            IssuedOn = issuedOn,
            DueOn = dueOn,
            Parts = PartsOf(document, dueOn),
            Links = [.. document.Links.Select(link => LinkOf(link, document.Kind)).OfType<BookLink>()],
        };
    }

    private static List<BookPart> PartsOf(IntakeV1.Document document, DateOnly dueOn)
    {
        var parts = document.Instalments.Select((instalment, i) => new BookPart(
            (short)(BookPart.FirstInstalment + i), instalment.DueOn.ToDay() ?? dueOn, instalment.Amount.ToAmount()))
            .ToList();
        if (document.RetentionAmount is null || document.RetentionDueOn.ToDay() is not { } retainedUntil)
            return parts;
        var amount = document.Amount.ToAmount();
        var retained = Math.Min(document.RetentionAmount.ToAmount(), amount);
        if (parts.Count == 0 && amount > retained)
            parts.Add(new(BookPart.Whole, dueOn, amount - retained));
        parts.Add(new(BookPart.Retention, retainedUntil, retained));
        return parts;
    }

    /// <summary>What settling needs of the document, and nothing else.</summary>
    public static byte[] Compact(IntakeV1.Document document)
    {
        var kept = new IntakeV1.Document
        {
            DocumentId = document.DocumentId,
            Kind = document.Kind,
            ExternalRef = document.ExternalRef,
            Amount = document.Amount,
            IssuedOn = document.IssuedOn,
            DueOn = document.DueOn,
            Terms = document.Terms,
            RetentionAmount = document.RetentionAmount,
            RetentionDueOn = document.RetentionDueOn,
        };
        kept.Links.AddRange(document.Links);
        kept.Instalments.AddRange(document.Instalments);
        return kept.ToByteArray();
    }

    public static Guid KeyOf(DocumentKind kind, string system, string id)
    {
        var text = Encoding.UTF8.GetBytes($"{(int)kind}|{system}|{id}");
        return new Guid(SHA256.HashData(text).AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Null when it says nothing of receivables: an invoice's link to its delivery or order.</summary>
    private static BookLink? LinkOf(IntakeV1.DocumentLink link, DocumentKind from)
    {
        var kind = link.Kind == DocumentKind.Unspecified ? Usual(from) : link.Kind;
        decimal? amount = link.Amount is null ? null : link.Amount.ToAmount();
        if (from == DocumentKind.Invoice && link.Kind is DocumentKind.Order or DocumentKind.Delivery)
            return null;
        if (Guid.TryParse(link.DocumentId, out var id))
            return new(id, amount, IsId: true) { Instalment = link.Instalment };
        return from == DocumentKind.Invoice && kind == DocumentKind.Order
            ? null
            : new(KeyOf(kind, link.ExternalRef?.System ?? "", link.ExternalRef?.Id ?? ""), amount)
            {
                Instalment = link.Instalment,
            };
    }

    /// <summary>What a document of this kind follows or settles when it does not say.</summary>
    private static DocumentKind Usual(DocumentKind from) => from switch
    {
        DocumentKind.Invoice => DocumentKind.Order,
        DocumentKind.DraftHonoured or DocumentKind.DraftDishonoured => DocumentKind.Draft,
        _ => DocumentKind.Invoice,
    };

    private static DateOnly DueBy(IntakeV1.PaymentTerms? terms, DateOnly issuedOn)
    {
        if (terms is null)
            return issuedOn;
        var start = terms.EndOfMonth
            ? new DateOnly(issuedOn.Year, issuedOn.Month, DateTime.DaysInMonth(issuedOn.Year, issuedOn.Month))
            : issuedOn;
        return start.AddDays(terms.NetDays);
    }
}
