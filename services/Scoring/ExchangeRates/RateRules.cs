using System.Globalization;
using Risk.Scoring.Credit;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExchangeRates;

/// <summary>What is wrong with one field of a rate.</summary>
internal readonly record struct RateFault(string Field, string Rule, Text Text);

/// <summary>What holds for every rate, whether it comes in a request or in a file.</summary>
internal static class RateRules
{
    private const decimal RateMax = 1_000_000_000_000m;
    private const int SourceLengthMax = 64;
    private const int Decimals = 12;

    private static readonly Text NoCurrency = new(
        "is not an ISO 4217 code other than that of the other currency", "不是有效的 ISO 4217 货币代码，或两种货币相同");

    public static IEnumerable<RateFault> Broken(V1.ExchangeRate rate)
    {
        if (!AccountInput.IsCurrency(rate.FromCurrencyCode))
            yield return new("from_currency_code", "UNKNOWN_CURRENCY", NoCurrency);
        if (!AccountInput.IsCurrency(rate.ToCurrencyCode) || rate.ToCurrencyCode == rate.FromCurrencyCode)
            yield return new("to_currency_code", "UNKNOWN_CURRENCY", NoCurrency);
        if (RateOf(rate) is not (> 0 and < RateMax))
        {
            yield return new("rate", "NOT_A_RATE", new(
                "is not a number above 0 in plain notation", "不是大于 0 的普通数字"));
        }
        if (!AccountInput.IsDay(rate.ValidOn))
        {
            yield return new("valid_on", "NOT_A_DAY", new(
                "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        }
        if (rate.Source.Length is < 1 or > SourceLengthMax)
        {
            yield return new("source", "REQUIRED", new(
                $"must have 1 to {SourceLengthMax} characters", $"长度必须为 1 到 {SourceLengthMax} 个字符"));
        }
    }

    public static decimal? RateOf(V1.ExchangeRate rate) =>
        decimal.TryParse(rate.Rate?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && Math.Round(value, Decimals) > 0
            ? Math.Round(value, Decimals)
            : null;
}
