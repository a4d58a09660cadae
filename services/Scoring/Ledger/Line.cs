namespace Risk.Scoring.Ledger;

/// <summary>The documents that have lines; the numbers are those of the contract's document kinds.</summary>
internal enum LineKind : short
{
    Order = 1,
    Delivery = 2,
    Invoice = 3,
    CreditNote = 4,
    Payment = 5,
    Advance = 6,
    Draft = 7,
    WriteOff = 12,

    /// <summary>What a draft pays, beside the draft itself, which is owed until it is honoured.</summary>
    DraftCredit = 107,
}

/// <summary>
/// What a line is called: its document's name in the system that it comes from, per kind and currency.
/// </summary>
internal readonly record struct LineName(LineKind Kind, string System, string Id, string Currency);

/// <summary>
/// What is left of one document in its stage. A line whose document has not come yet has the amount 0 and gathers what
/// other documents say of it, so that the order in which documents arrive makes no difference.
/// </summary>
internal sealed class Line
{
    public required Guid Id { get; init; }

    public required LineName Name { get; init; }

    public Guid? DocumentId { get; set; }

    public decimal Amount { get; set; }

    /// <summary>What later documents took: delivered, billed, paid, credited, honoured. May pass the amount.</summary>
    public decimal Taken { get; set; }

    /// <summary>Of an order: billed before it was delivered; part of what was taken.</summary>
    public decimal BilledAhead { get; set; }

    /// <summary>An order or delivery that is closed, a draft that was not honoured.</summary>
    public bool Closed { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateOnly? ClosedOn { get; set; }

    /// <summary>Of an order: when the newest of its confirmed reservations was made.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Of an order or delivery: closed of it in part.</summary>
    public IReadOnlyList<PartClosed> Cuts { get; set; } = [];

    public decimal Cut => Cuts.Count == 0 ? 0 : Cuts.Sum(c => c.Amount);

    /// <summary>Of an invoice: what is in dispute and not resolved.</summary>
    public IReadOnlyList<OpenDispute> Disputes { get; set; } = [];

    public DateOnly? DisputeResolvedOn { get; set; }

    public DateTimeOffset? DisputeResolvedAt { get; set; }

    public DateOnly? IssuedOn { get; set; }

    /// <summary>Of an order the day of delivery; of several parts the first day.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Parts with days of their own; empty means all of it on one.</summary>
    public IReadOnlyList<DuePart> Parts { get; set; } = [];

    /// <summary>Of an invoice in parts: what settled it.</summary>
    public IReadOnlyList<Fill> Fills { get; set; } = [];

    public DateOnly? SettledOn { get; set; }

    public Guid? OrderLineId { get; set; }

    public DateTimeOffset? KnownAt { get; set; }

    public bool IsKnown => Amount > 0;

    public decimal Open => Closed ? 0 : Math.Max(0, Amount - Taken);

    public decimal Disputed => Disputes.Count == 0 ? 0 : Disputes.Sum(d => d.Amount);

    public decimal DisputedOpen => Math.Min(Disputed, Open);

    /// <summary>By part, with what has settled which.</summary>
    public DueParts Due => DueParts.Of(Parts, Fills);

    /// <summary>What is open of each part; of an order or draft the first goes first.</summary>
    public IReadOnlyList<decimal> OpenParts =>
        Parts.Count == 0 ? [] : Name.Kind == LineKind.Invoice ? Due.Open : DueParts.LastOf(Parts, Open);

    public Stage Stage => Name.Kind switch
    {
        LineKind.Order => Stage.OpenOrder,
        LineKind.Delivery => Stage.Delivered,
        LineKind.Invoice => Stage.Receivable,
        LineKind.Draft => Stage.Draft,
        LineKind.WriteOff => Stage.WrittenOff,
        _ => Stage.Unallocated,
    };

    /// <summary>What the line adds to the exposure; below 0 when it reduces it.</summary>
    public decimal Balance => Stage switch
    {
        Stage.Unallocated => -Open,
        Stage.WrittenOff => 0,
        _ => Open,
    };
}
