using Risk.Scoring.Engine.Facts;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Features;

/// <summary>Where the customer stands: country, industry, market, age.</summary>
internal static class Market
{
    public static readonly IReadOnlyList<Feature> Features =
    [
        Fixed("country_risk", new("country risk class", "国家风险等级"), Unit.Class, 0, 7, Better.Lower) with
        {
            Formula = "class of the country of registration, 0 (lowest) to 7; a country that was not reviewed has none",
            Source = CountryRisk.Source,
            Define = Country,
        },
        Fixed("industry_risk", new("industry risk class", "行业风险等级"), Unit.Class, 1, 5, Better.Lower) with
        {
            Formula = "class of the ISIC section, 1 (steady) to 5 (most cyclical or failure-prone)",
            Source = "Own assessment by the cyclicality of each section and its share in business failures",
            Define = Industry,
        },
        Fixed("market_share", new("market share", "市场份额"), Unit.Share, 0, 1, Better.Higher) with
        {
            Decimals = 4,
            Formula = "as stated in the file",
            Source = "Own definition",
            Define = facts => facts.Company is { MarketShare: { } share, AsOf: { } asOf }
                ? FeatureValue.Known(share, asOf)
                : FeatureValue.Missing(MissingReason.NotStated),
        },
        Fixed("company_age_years", new("age of the company", "企业成立年限"), Unit.Years, 0, 300, Better.Higher) with
        {
            Decimals = 1,
            Formula = "years since the day of incorporation",
            Source = "Own definition",
            Define = facts => facts.Company.IncorporatedOn is { } day && day <= facts.AsOf
                ? FeatureValue.Known(Calendar.Years(day, facts.AsOf), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NotStated),
        },
    ];

    private static Feature Fixed(string name, Text text, Unit unit, decimal min, decimal max, Better better) => new()
    {
        Name = name,
        Text = text,
        Unit = unit,
        Min = min,
        Max = max,
        Better = better,
        Decimals = 0,
        IsImmutable = true,
        Needs = Needs.MasterData,
        Formula = "",
        Source = "",
        Define = _ => FeatureValue.Missing(MissingReason.NotStated),
    };

    private static FeatureValue Country(FactSheet facts)
    {
        if (facts.Company is not { CountryCode: { Length: > 0 } country, AsOf: { } asOf })
            return FeatureValue.Missing(MissingReason.NotStated);
        return CountryRisk.ClassOf(country) is { } risk
            ? FeatureValue.Known(risk, asOf)
            : FeatureValue.Missing(MissingReason.CountryNotReviewed);
    }

    private static FeatureValue Industry(FactSheet facts) =>
        facts.Company.AsOf is { } asOf && RiskOf(facts.Company.IsicSection) is { } risk
            ? FeatureValue.Known(risk, asOf)
            : FeatureValue.Missing(MissingReason.NotStated);

    private static int? RiskOf(string isicSection) => isicSection switch
    {
        "D" or "E" or "O" or "Q" => 1,
        "J" or "K" or "M" or "P" => 2,
        "A" or "C" or "H" or "N" => 3,
        "B" or "G" or "S" or "T" or "U" => 4,
        "F" or "I" or "L" or "R" => 5,
        _ => null,
    };
}
