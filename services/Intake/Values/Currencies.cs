using System.Collections.Frozen;

namespace Risk.Intake.Values;

/// <summary>The currencies of ISO 4217 in which one can owe money, with the digits of their minor unit.</summary>
internal static class Currencies
{
    private static readonly (int MinorDigits, string Codes)[] ByMinorDigits =
    [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (2, """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
            CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
            HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
            MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
            SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST
            XCD XCG YER ZAR ZMW ZWG
            """),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ];

    private static readonly FrozenDictionary<string, int> MinorDigits = ByMinorDigits
        .SelectMany(g => g.Codes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(code => KeyValuePair.Create(code, g.MinorDigits)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Knows(string code) => MinorDigits.ContainsKey(code);

    /// <summary>Digits after the point that an amount is written with at least; 2 for a currency not known.</summary>
    public static int MinorDigitsOf(string code) => MinorDigits.GetValueOrDefault(code, 2);
}
