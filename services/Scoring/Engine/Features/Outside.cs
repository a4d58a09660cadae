using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Features;

/// <summary>What others say of the customer, and what becomes of those it belongs to.</summary>
internal static class Outside
{
    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "external_rating",
            Text = new("external rating on our scale", "外部评级（按本系统信用等级）"),
            Unit = Unit.Class, Min = 1, Max = 10, Better = Better.Lower, Decimals = 0, IsImmutable = true,
            Needs = Needs.MasterData,
            Formula = "the newest rating in force of each agency, mapped to 1 (AAA) to 10 (D); of two the worse, of "
                + "more the second best",
            Source = ExternalRatings.Source,
            Define = Rated,
        },
        new()
        {
            Name = "region_risk",
            Text = new("region risk class", "地区风险等级"),
            Unit = Unit.Class, Min = 1, Max = 3, Better = Better.Lower, Decimals = 0, IsImmutable = true,
            Needs = Needs.MasterData,
            Formula = "class of the province of a Chinese company: 1 east, 2 centre, 3 west and north-east",
            Source = RegionRisk.Source,
            Define = Region,
        },
        new()
        {
            Name = "group_head_in_default",
            Text = new("group head in default", "集团母公司违约"),
            Unit = Unit.Count, Min = 0, Max = 1, Better = Better.Lower, Decimals = 0, IsImmutable = true,
            Needs = Needs.MasterData,
            Formula = "1 when the grade that counted on the day of the company that heads the group is D, else 0",
            Source = "Own definition",
            Define = facts => facts.Head is { } head
                ? FeatureValue.Known(head.Grade == Grade.D ? 1 : 0, head.AsOf)
                : FeatureValue.Missing(MissingReason.NoGroupHead),
        },
    ];

    private static FeatureValue Rated(FactSheet facts)
    {
        var standing = facts.Ratings
            .Where(r => r.RatedOn <= facts.AsOf)
            .GroupBy(r => ExternalRatings.AgencyOf(r.Agency), StringComparer.Ordinal)
            .Select(agency => agency.MaxBy(r => r.RatedOn)!)
            .Where(r => r.HoldsOn(facts.AsOf))
            .ToList();
        if (standing.Count == 0)
            return FeatureValue.Missing(MissingReason.NoRating);
        var mapped = standing
            .Select(r => (Class: ExternalRatings.ClassOf(r.Agency, r.Rating), r.RatedOn))
            .Where(r => r.Class is not null)
            .OrderBy(r => r.Class)
            .ToList();
        if (mapped.Count == 0)
            return FeatureValue.Missing(MissingReason.RatingNotMapped);
        var (chosen, ratedOn) = mapped[Math.Min(1, mapped.Count - 1)];
        return FeatureValue.Known(chosen!.Value, ratedOn);
    }

    private static FeatureValue Region(FactSheet facts)
    {
        if (facts.Company is not { Region: { Length: > 0 } region, AsOf: { } asOf })
            return FeatureValue.Missing(MissingReason.NotStated);
        return RegionRisk.ClassOf(facts.Company.CountryCode, region) is { } risk
            ? FeatureValue.Known(risk, asOf)
            : FeatureValue.Missing(MissingReason.RegionNotClassed);
    }
}
