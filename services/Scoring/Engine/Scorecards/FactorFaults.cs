using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>
/// What makes a factor sound: a known feature, bins without holes, points that follow the feature's direction.
/// </summary>
internal static class FactorFaults
{
    private const int BinsMax = 20;

    public static IEnumerable<string> Of(Factor factor)
    {
        var at = $"factor {factor.Feature}";
        if (FeatureCatalogue.Find(factor.Feature) is not { } feature)
        {
            yield return $"{at}: there is no such feature";
            yield break;
        }
        if (feature.Version != factor.FeatureVersion)
            yield return $"{at}: the feature has version {feature.Version}, not {factor.FeatureVersion}";
        if (factor.FreshMonths < 1)
            yield return $"{at}: fresh_months is at least 1";
        if (!ScorecardCheck.Says(factor.Reason))
            yield return $"{at}: has no reason in both languages";
        foreach (var fault in Missing(factor).Concat(Bins(factor, feature)))
            yield return $"{at}: {fault}";
    }

    private static IEnumerable<string> Missing(Factor factor)
    {
        var (policy, points) = (factor.Missing.Policy, factor.Missing.Points);
        if (points < 0 || points > factor.PointsBest)
            yield return $"missing points are from 0 to {factor.PointsBest}, are {points}";
        if (policy == MissingPolicy.Penalty && points * 2 > factor.PointsBest)
            yield return $"a penalty gives at most half of {factor.PointsBest} points, not {points}";
        if (policy == MissingPolicy.Refuse && points != 0)
            yield return "a refusal gives no points";
    }

    private static IEnumerable<string> Bins(Factor factor, Feature feature)
    {
        var bins = factor.Bins;
        if (bins.Count is < 2 or > BinsMax)
        {
            yield return $"has 2 to {BinsMax} bins, not {bins.Count}";
            yield break;
        }
        if (bins[^1].Below is not null || bins.SkipLast(1).Any(b => b.Below is null))
            yield return "the last bin, and no other, is without an edge";
        if (bins.Any(b => b.Points < 0) || bins.Max(b => b.Points) != factor.PointsBest)
            yield return $"the best bin gives {factor.PointsBest} points and none gives less than 0";
        foreach (var (bin, next) in bins.Zip(bins.Skip(1)))
        {
            if (next.Below <= bin.Below)
                yield return $"the edge {next.Below} does not ascend";
            if (feature.Better == Better.Higher ? next.Points < bin.Points : next.Points > bin.Points)
            {
                yield return $"beyond {bin.Below} the points go from {bin.Points} to {next.Points}, "
                    + "against the feature";
            }
        }
        foreach (var bin in bins.Where(b => b.Below <= feature.Min || b.Below > feature.Max))
            yield return $"the edge {bin.Below} is outside of {feature.Min} to {feature.Max}";
        foreach (var bin in bins.Where(b => b.Below is { } edge && edge != feature.Fit(edge)))
            yield return $"the edge {bin.Below} has more than {feature.Decimals} decimals";
    }
}
