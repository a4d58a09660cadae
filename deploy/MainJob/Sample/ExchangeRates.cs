namespace Risk.MainJob.Sample;

/// <summary>Round exchange rates for a suite that knows none; not a market's.</summary>
internal static class ExchangeRates
{
    public const string Source = "sample";

    public static readonly IReadOnlyList<(string From, string To, decimal Rate)> All =
    [
        ("USD", "CNY", 7.15m), ("EUR", "CNY", 7.80m), ("GBP", "CNY", 9.10m),
        ("JPY", "CNY", 0.048m), ("CAD", "CNY", 5.20m),
    ];
}
