namespace Risk.Scoring.Ledger;

/// <summary>What was closed of an order or delivery, and when that was recorded.</summary>
internal readonly record struct PartClosed(DateTimeOffset At, decimal Amount);
