namespace Risk.Scoring.Engine.Facts;

/// <summary>An amount that the customer promised on a day to pay until another one.</summary>
internal sealed record PromiseFact(string Currency, DateOnly MadeOn, DateOnly DueOn, decimal Amount)
{
    /// <summary>Paid within the promise, as it was known on the day of the facts.</summary>
    public decimal PaidAmount { get; init; }

    public bool IsBrokenOn(DateOnly day) => DueOn < day && PaidAmount < Amount;
}

/// <summary>An amount that was given more time because the customer could not pay.</summary>
internal sealed record RescheduledPart(string Currency, DateOnly On, decimal Amount);

/// <summary>What was invoiced in a currency, and the value of goods that came back.</summary>
internal sealed record TradeAmount(string Currency, decimal Invoiced, decimal Returned);
