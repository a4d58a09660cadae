using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Models;

/// <summary>
/// Scores customers by trees, a regression or an ensemble. Its points are the odds on the scale of
/// <see cref="PointScale"/>, and what a factor gives is its share in them against the average case of the sample.
/// </summary>
internal sealed class TrainedModel : ICustomerModel
{
    private const int FactorDecimals = 2;
    private static readonly PointScale Scale = new();

    private readonly FittedModel fitted;
    private readonly RuleBook rules;
    private readonly (Feature Feature, Factor Factor, string Group)[] inputs;

    public TrainedModel(ModelFile file, IReadOnlyList<GradeRule> rules)
    {
        fitted = new(file);
        this.rules = new(rules);
        var factors = file.Inputs.Select(i => InputGroups.FactorOf(FeatureCatalogue.Find(i.Name)!)).ToList();
        var groups = InputGroups.Of(factors);
        inputs =
        [
            .. factors.Select(f => (FeatureCatalogue.Find(f.Feature)!, f,
                groups.First(g => g.Factors.Any(own => own.Feature == f.Feature)).Name)),
        ];
        Frame = new()
        {
            Name = file.Name,
            Version = file.Version,
            Groups = groups,
            Grades = file.Grades,
            Rules = rules,
        };
    }

    public ModelFrame Frame { get; }

    public ModelFile Data => fitted.Data;

    public IReadOnlyList<Feature> Features => [.. inputs.Select(i => i.Feature)];

    public ScoreOutcome Score(FactSheet facts)
    {
        var values = inputs.Select(i => i.Feature.Of(facts)).ToArray();
        var row = RowOf(values);
        var (probability, points) = Judge(row);
        var factors = FactorsOf(values, row, facts.AsOf);
        var grade = Frame.GradeOf(probability);
        var moved = factors.Sum(f => Math.Abs(f.Points));
        return new(rules.Apply(facts, new()
        {
            Model = Frame,
            AsOf = facts.AsOf,
            Factors = factors,
            Points = points,
            PointsBase = points - factors.Sum(f => f.Points),
            Probability = probability,
            ModelProbability = probability,
            ModelGrade = grade,
            Grade = grade,
            Confidence = moved == 0
                ? 0
                : Math.Round(factors.Where(f => f.IsFresh).Sum(f => Math.Abs(f.Points)) / moved, 4),
        }), []);
    }

    public static double[] RowOf(IEnumerable<FeatureValue> values) =>
        [.. values.Select(v => v.IsKnown ? (double)v.Amount : double.NaN)];

    /// <summary>The probability as it is kept, and the points that its odds are worth.</summary>
    public (decimal Probability, int Points) Judge(ReadOnlySpan<double> row)
    {
        var probability = fitted.Probability(row);
        return (
            Math.Round((decimal)probability, MasterScale.ProbabilityDecimals, MidpointRounding.AwayFromZero),
            (int)Math.Clamp(Math.Round(Scale.PointsAt(LogOdds(probability))), 0, Scorecard.PointsMax));
    }

    private List<FactorResult> FactorsOf(FeatureValue[] values, double[] row, DateOnly asOf)
    {
        var effects = fitted.Effects(row);
        var share = Share(row, effects.Sum(e => e.Effect));
        var results = new List<FactorResult>(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
        {
            var (feature, factor, group) = inputs[i];
            results.Add(new(factor, feature, values[i])
            {
                Group = group,
                Bin = values[i].IsKnown ? "" : "missing",
                Points = (decimal)Math.Round(-Scale.Factor * share * effects[i].Effect, FactorDecimals),
                IsFresh = values[i].AsOf is { } day && day.AddMonths(factor.FreshMonths) >= asOf,
            });
        }
        return results;
    }

    /// <summary>How much of the odds each unit of the margin moves, after calibration.</summary>
    private double Share(double[] row, double moved)
    {
        var calibration = Data.Calibration;
        if (calibration.Steps.Count == 0)
            return calibration.Slope;
        var told = LogOdds(fitted.Probability(row)) - LogOdds(calibration.At(fitted.Middle));
        return Math.Abs(moved) > 1e-9 && told / moved is var share and > 0 ? share : 1;
    }

    private static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, 1e-9, 1 - 1e-9);
        return Math.Log(p / (1 - p));
    }
}
