namespace Risk.Intake.Values;

/// <summary>An amount in major units of an ISO 4217 currency.</summary>
internal readonly record struct Money(decimal Amount, string CurrencyCode);
