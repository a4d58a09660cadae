using System.Globalization;
using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>
/// The way to the next grade by a trained model. It takes a search through the model, so it is reckoned when somebody
/// asks, from the values that were kept with the score and the model that gave it: the answer is always the same.
/// </summary>
internal static class NextGrade
{
    public static void Add(V1.ScoreExplanation explanation, TrainedModel model)
    {
        var rules = explanation.RulesApplying
            .ToDictionary(r => r.Rule, r => (r.Feature, Number(r.Value)), StringComparer.Ordinal);
        var judged = new Judged
        {
            Grade = (Grade)explanation.Score.RuledGrade,
            Values = explanation.Factors.ToDictionary(f => f.Factor, ValueOf, StringComparer.Ordinal),
            RuleValues = rules.Values.DistinctBy(r => r.Feature, StringComparer.Ordinal).ToDictionary(
                r => r.Feature, r => FeatureValue.Known(r.Item2, default), StringComparer.Ordinal),
            RulesApplying = [.. model.Frame.Rules.Where(r => rules.ContainsKey(r.Name))],
        };
        var next = TrainedChanges.ToNextGrade(model, judged);
        explanation.NextGrade = next.Grade.ToContract();
        explanation.ChangesToNextGrade.Clear();
        explanation.ChangesToNextGrade.Add(next.Changes.Select(ScoreContract.Change));
    }

    private static FeatureValue ValueOf(V1.ScoreFactor factor) => factor.Value is { } value
        ? FeatureValue.Known(Number(value), default)
        : FeatureValue.Missing(MissingReason.NotStated);

    private static decimal Number(Types.V1.Decimal value) => decimal.Parse(value.Value, CultureInfo.InvariantCulture);
}
