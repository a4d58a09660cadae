using System.Collections.Frozen;
using Risk.Monitoring.Credit;

namespace Risk.Monitoring.Indicators;

/// <summary>
/// From where on what a customer owes matters at all. Regulation (EU) 2018/171 asks for both: an amount of EUR 500, and
/// 1 % of what is owed.
/// </summary>
internal static class Materiality
{
    public const decimal ShareMin = 0.01m;
    private const string Reference = "EUR";

    // EUR 500 in round amounts, so that a customer of one currency needs no rate; others are converted.
    private static readonly FrozenDictionary<string, decimal> Amounts = new Dictionary<string, decimal>
    {
        ["EUR"] = 500,
        ["USD"] = 500,
        ["GBP"] = 400,
        ["CHF"] = 500,
        ["CAD"] = 700,
        ["AUD"] = 800,
        ["SGD"] = 700,
        ["CNY"] = 4_000,
        ["HKD"] = 4_000,
        ["TWD"] = 16_000,
        ["INR"] = 40_000,
        ["JPY"] = 80_000,
        ["KRW"] = 700_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool NeedsRate(string currency) => !Amounts.ContainsKey(currency);

    /// <summary>How many times the least amount that matters this is; what no rate is known for matters.</summary>
    public static decimal Times(decimal amount, string currency, RateTable rates) =>
        amount <= 0 ? 0
        : Amounts.TryGetValue(currency, out var least) ? amount / least
        : rates.Rate(currency, Reference) is { } rate ? amount * rate / Amounts[Reference]
        : 1;
}
