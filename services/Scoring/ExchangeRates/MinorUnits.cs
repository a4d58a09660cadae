using System.Collections.Frozen;

namespace Risk.Scoring.ExchangeRates;

/// <summary>Digits after the point of the currencies that have not two, by ISO 4217 (list one).</summary>
internal static class MinorUnits
{
    private const int Usual = 2;

    private static readonly (int Digits, string Codes)[] Unusual =
    [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ];

    private static readonly FrozenDictionary<string, int> Digits = Unusual
        .SelectMany(g => g.Codes.Split(' ').Select(code => KeyValuePair.Create(code, g.Digits)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static int Of(string currency) => Digits.GetValueOrDefault(currency, Usual);

    /// <summary>Half away from zero.</summary>
    public static decimal Round(decimal amount, string currency) =>
        Math.Round(amount, Of(currency), MidpointRounding.AwayFromZero);
}
