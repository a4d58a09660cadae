namespace Risk.Scoring.Ledger;

/// <summary>An amount in dispute, and when the dispute was raised.</summary>
internal readonly record struct OpenDispute(DateOnly On, DateTimeOffset At, decimal Amount);
