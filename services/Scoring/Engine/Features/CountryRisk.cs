using System.Collections.Frozen;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// Risk classes of countries. A country in no class was not reviewed, which is something else than class 0.
/// </summary>
internal static class CountryRisk
{
    public const string Source =
        "OECD, country risk classifications of the Participants to the Arrangement on Officially Supported Export "
        + "Credits, as of 2026-01-30; high-income countries, which it does not classify, are 0";

    private static readonly string[] CountriesByClass =
    [
        "AD AT AU BE CA CH CL CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IS IT JP KR LT LU LV MC MT NL NO NZ PL PT SE "
            + "SG SI SK SM US",
        "",
        "AE BG CN HK KW MY QA SA TW",
        "BW CR ID IN MA MU MX OM PE PH RO TH TT UY",
        "AL AW AZ BR BS CO DO GT PA PY RS VN ZA",
        "AM CI CV CW DZ FJ GE GY HN JM JO KZ MK TR UZ",
        "AO BA BD BH BJ BT CM EC EG KH LS MD ME MN MR NA NG NP PG RW SV SZ TG TL TZ UG XK",
        "AF AG AR BF BI BO BY CD CF CG CU DJ ER ET GA GH GM GN GQ GW HT IQ IR KE KG KP LA LB LK LR LY MG ML MM MV MW "
            + "MZ NE NI PK PS RU SD SL SN SO SR SS SY TD TJ TM TN UA VE YE ZM ZW",
    ];

    private static readonly FrozenDictionary<string, int> ClassByCountry = CountriesByClass
        .SelectMany((countries, risk) => countries.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(country => KeyValuePair.Create(country, risk)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>0 to 7; null when the country was not reviewed.</summary>
    public static int? ClassOf(string countryCode) =>
        ClassByCountry.TryGetValue(countryCode, out var risk) ? risk : null;
}
