using System.Globalization;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>Scores customers by a scorecard.</summary>
internal sealed class ScorecardModel(Scorecard card) : ICustomerModel
{
    private readonly (string Group, Factor Factor, Feature Feature)[] factors =
        [.. card.Groups.SelectMany(g => g.Factors.Select(f => (g.Name, f, Known(f.Feature))))];

    // By the place of the factor and of the bin: the same texts in every score.
    private readonly string[][] labels =
        [.. card.Factors.Select(f => f.Bins.Select((_, bin) => Label(f, bin)).ToArray())];

    private readonly RuleBook rules = new(card.Rules);

    private readonly int pointsRange = Math.Max(1, card.Factors.Sum(Range));

    public ModelFrame Frame => card;

    public IReadOnlyList<Feature> Features => [.. factors.Select(f => f.Feature)];

    public ScoreOutcome Score(FactSheet facts)
    {
        var results = factors.Select((f, place) => Judge(f, labels[place], facts)).ToList();
        var lacking = results
            .Where(r => !r.Value.IsKnown && r.Factor.Missing.Policy == MissingPolicy.Refuse)
            .Select(r => r.Feature)
            .ToList();
        return lacking.Count > 0 ? new(Result: null, lacking) : new(Sum(results, facts), lacking);
    }

    private ScoreResult Sum(List<FactorResult> results, FactSheet facts)
    {
        var points = (int)results.Sum(r => r.Points);
        var probability = card.ProbabilityAt(points);
        return rules.Apply(facts, new()
        {
            Model = card,
            AsOf = facts.AsOf,
            Factors = results,
            Points = points,
            Probability = probability,
            ModelProbability = probability,
            ModelGrade = card.GradeOf(probability),
            Grade = card.GradeOf(probability),
            Confidence = Math.Round((decimal)results.Where(r => r.IsFresh).Sum(r => Range(r.Factor)) / pointsRange, 4),
        });
    }

    private static FactorResult Judge(
        (string Group, Factor Factor, Feature Feature) judged, string[] labels, FactSheet facts)
    {
        var (group, factor, feature) = judged;
        var value = feature.Of(facts);
        var bin = value.IsKnown ? BinOf(factor, value.Amount) : -1;
        return new(factor, feature, value)
        {
            Group = group,
            Bin = bin < 0 ? "missing" : labels[bin],
            Points = bin < 0 ? factor.Missing.Points : factor.Bins[bin].Points,
            IsFresh = value.AsOf is { } asOf && asOf.AddMonths(factor.FreshMonths) >= facts.AsOf,
        };
    }

    internal static int BinOf(Factor factor, decimal value)
    {
        for (var i = 0; i < factor.Bins.Count - 1; i++)
        {
            if (value < factor.Bins[i].Below)
                return i;
        }
        return factor.Bins.Count - 1;
    }

    internal static string Label(Factor factor, int bin)
    {
        var from = bin == 0 ? null : factor.Bins[bin - 1].Below;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(from is null ? "(−∞" : $"[{from}")}, {(factor.Bins[bin].Below is { } to ? $"{to})" : "∞)")}");
    }

    /// <summary>How much of the score rests on the factor.</summary>
    private static int Range(Factor factor) => factor.PointsBest - factor.PointsLeast;

    private static Feature Known(string name) =>
        FeatureCatalogue.Find(name) ?? throw new ArgumentException($"There is no feature {name}.", nameof(name));
}
