using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Ledger;

/// <summary>What a customer owes or will owe in one currency, by the stage of the documents.</summary>
internal sealed record Exposure(string Currency)
{
    public decimal Reserved { get; init; }
    public decimal OpenOrders { get; init; }
    public decimal Delivered { get; init; }
    public decimal Receivable { get; init; }
    public decimal Drafts { get; init; }
    public decimal Unallocated { get; init; }
    public decimal Disputed { get; init; }

    /// <summary>The time of the newest fact in it.</summary>
    public DateTimeOffset AsOf { get; init; }

    public decimal Total => Reserved + OpenOrders + Delivered + Receivable + Drafts - Unallocated;

    public Exposure With(Transfer transfer) => Add(transfer.To, transfer.Amount).Add(transfer.From, -transfer.Amount);

    public Exposure Add(Stage stage, decimal amount) => stage switch
    {
        Stage.Reserved => this with { Reserved = Reserved + amount },
        Stage.OpenOrder => this with { OpenOrders = OpenOrders + amount },
        Stage.Delivered => this with { Delivered = Delivered + amount },
        Stage.Receivable => this with { Receivable = Receivable + amount },
        Stage.Draft => this with { Drafts = Drafts + amount },
        Stage.Unallocated => this with { Unallocated = Unallocated - amount },
        _ => this,
    };

    /// <summary>
    /// In another currency, each part rounded to its minor unit; the total stays the sum of its parts.
    /// </summary>
    public Exposure In(string currency, Conversion by) => new(currency)
    {
        Reserved = by.Of(Reserved),
        OpenOrders = by.Of(OpenOrders),
        Delivered = by.Of(Delivered),
        Receivable = by.Of(Receivable),
        Drafts = by.Of(Drafts),
        Unallocated = by.Of(Unallocated),
        Disputed = by.Of(Disputed),
        AsOf = AsOf,
    };

    public static Exposure operator +(Exposure left, Exposure right) => left with
    {
        Reserved = left.Reserved + right.Reserved,
        OpenOrders = left.OpenOrders + right.OpenOrders,
        Delivered = left.Delivered + right.Delivered,
        Receivable = left.Receivable + right.Receivable,
        Drafts = left.Drafts + right.Drafts,
        Unallocated = left.Unallocated + right.Unallocated,
        Disputed = left.Disputed + right.Disputed,
        AsOf = left.AsOf > right.AsOf ? left.AsOf : right.AsOf,
    };

    public V1.Exposure ToContract() => new()
    {
        CurrencyCode = Currency,
        Reserved = Amounts.ToContract(Reserved),
        OpenOrders = Amounts.ToContract(OpenOrders),
        Delivered = Amounts.ToContract(Delivered),
        Receivable = Amounts.ToContract(Receivable),
        Drafts = Amounts.ToContract(Drafts),
        Unallocated = Amounts.ToContract(Unallocated),
        Total = Amounts.ToContract(Total),
        Disputed = Amounts.ToContract(Disputed),
    };
}
