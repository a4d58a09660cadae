namespace Risk.Scoring.Ledger;

/// <summary>
/// Where an amount stands on its way from a reservation to money; the numbers are those of the tables.
/// </summary>
internal enum Stage : short
{
    Outside = 0,
    Reserved = 1,
    OpenOrder = 2,
    Delivered = 3,
    Receivable = 4,
    Draft = 5,

    /// <summary>Cash and credit of no invoice; its balance is negative, it reduces the exposure.</summary>
    Unallocated = 6,
    Settled = 7,
    WrittenOff = 8,
}
