using Risk.Intake.Values;

namespace Risk.Intake.Documents;

/// <summary>A commercial document. It never changes; what corrects it is another document.</summary>
internal sealed class Document
{
    public Guid DocumentId { get; set; }
    public Guid CustomerId { get; set; }
    public V1.DocumentKind Kind { get; set; }
    public string RefSystem { get; set; } = "";
    public string RefId { get; set; } = "";

    /// <summary>With tax, in major units, above 0; the kind says in which direction it counts.</summary>
    public decimal Amount { get; set; }

    public string CurrencyCode { get; set; } = "";
    public decimal? NetAmount { get; set; }
    public DateOnly IssuedOn { get; set; }
    public DateOnly? DueOn { get; set; }

    /// <summary>Null when the document states no terms; then all of the terms are.</summary>
    public short? TermsNetDays { get; set; }

    public bool? TermsEndOfMonth { get; set; }
    public decimal? TermsAdvanceShare { get; set; }
    public V1.PaymentMethod? TermsMethod { get; set; }
    public string? TermsCode { get; set; }

    public DocumentLink[] Links { get; set; } = [];
    public string Remark { get; set; } = "";
    public string ReservationId { get; set; } = "";
    public decimal? RetentionAmount { get; set; }
    public DateOnly? RetentionDueOn { get; set; }

    /// <summary>Parts with days of their own; empty means in one part.</summary>
    public Instalment[] Instalments { get; set; } = [];

    /// <summary>By this a document that is recorded again is recognised.</summary>
    public byte[] ContentHash { get; set; } = [];

    public DateTimeOffset RecordedAt { get; set; }
    public string RecordedBy { get; set; } = "";
    public Guid? ImportId { get; set; }

    public bool HasTerms => TermsNetDays is not null;

    public DocumentKey Key => new(RefSystem, RefId, Kind);
}

/// <summary>What no two documents share: the name in the system that it comes from, and the kind.</summary>
internal readonly record struct DocumentKey(string System, string Id, V1.DocumentKind Kind);

/// <summary>
/// A document that another one follows, moves or settles; named by id or by external reference and kind.
/// </summary>
internal sealed record DocumentLink
{
    public Guid? DocumentId { get; init; }

    public ExternalRef? Ref { get; init; }

    public V1.DocumentKind Kind { get; init; }

    /// <summary>In the document's currency; null means as much as fits.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Which part of an invoice in instalments, from 1 on; 0 leaves it to the rule.</summary>
    public int Instalment { get; init; }
}

/// <summary>A part of a document that is due on a day of its own; in the document's currency.</summary>
internal sealed record Instalment(DateOnly DueOn, decimal Amount);
