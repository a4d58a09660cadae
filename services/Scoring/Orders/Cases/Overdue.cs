namespace Risk.Scoring.Orders;

/// <summary>What is past due in one currency by so many days.</summary>
internal sealed record Overdue(string Currency, decimal Amount, int Days);
