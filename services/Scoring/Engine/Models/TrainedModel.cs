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
    private readonly double[] importances;
    private readonly (Feature Feature, Factor Factor, string Group)[] inputs;

    public TrainedModel(ModelFile file, IReadOnlyList<GradeRule> rules)
    {
        fitted = new(file);
        importances = fitted.Importances();
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
            Confidence = Math.Round((decimal)factors.Index().Where(f => f.Item.IsFresh)
                .Sum(f => importances[f.Index]), 4),
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
        var effects = Told(row);
        var results = new List<FactorResult>(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
        {
            var (feature, factor, group) = inputs[i];
            results.Add(new(factor, feature, values[i])
            {
                Group = group,
                Bin = values[i].IsKnown ? "" : "missing",
                Points = (decimal)Math.Round(-Scale.Factor * effects[i], FactorDecimals),
                IsFresh = values[i].AsOf is { } day && day.AddMonths(factor.FreshMonths) >= asOf,
            });
        }
        return results;
    }

    /// <summary>What each input moves the odds by, after calibration.</summary>
    private double[] Told(double[] row)
    {
        double[] effects = [.. fitted.Effects(row).Select(e => e.Effect)];
        EffectScale.To(
            LogOdds(fitted.Probability(row)) - LogOdds(Data.Calibration.At(fitted.Middle)), effects);
        return effects;
    }

    private static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, 1e-9, 1 - 1e-9);
        return Math.Log(p / (1 - p));
    }
}
