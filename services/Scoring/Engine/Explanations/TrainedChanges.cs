using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>What a model made of a customer, as far as advice rests on it.</summary>
internal sealed record Judged
{
    /// <summary>The grade that is to be bettered: after floors and caps.</summary>
    public required Grade Grade { get; init; }

    /// <summary>By the name of the feature: the inputs of the model.</summary>
    public required IReadOnlyDictionary<string, FeatureValue> Values { get; init; }

    /// <summary>The values that the applying rules look at.</summary>
    public required IReadOnlyDictionary<string, FeatureValue> RuleValues { get; init; }

    public required IReadOnlyList<GradeRule> RulesApplying { get; init; }

    public static Judged Of(ScoreResult score) => new()
    {
        Grade = score.Grade,
        Values = score.Factors.ToDictionary(f => f.Feature.Name, f => f.Value, StringComparer.Ordinal),
        RuleValues = score.RuleValues,
        RulesApplying = score.RulesApplying,
    };
}

/// <summary>
/// Finds few and small feasible changes that reach the next better grade of a model whose points do not simply add up.
/// One change and two are searched through; of more, those that are promising. What is found is then made as small as
/// it can be. What the customer cannot change stays.
/// </summary>
internal sealed class TrainedChanges
{
    private readonly TrainedModel model;
    private readonly Grade target;
    private readonly FeatureValue[] values;
    private readonly TrainedSteps steps;
    private readonly ForcedChanges forced;

    private TrainedChanges(TrainedModel model, Grade target, Judged judged, ForcedChanges forced)
    {
        (this.model, this.target, this.forced) = (model, target, forced);
        values = [.. model.Features.Select(f => judged.Values[f.Name])];
        steps = new(model, values, forced.Needed);
    }

    public static Counterfactual ToNextGrade(TrainedModel model, Judged judged)
    {
        if (FewestChanges.NextBetter(model.Frame, judged.Grade) is not { } target)
            return Counterfactual.None;
        var binding = judged.RulesApplying.Where(r => r.GradeAtMost > target).ToList();
        return ForcedChanges.Of(model.Features.Select(f => f.Name), judged.RuleValues, binding) is { } forced
            ? new TrainedChanges(model, target, judged, forced).Find()
            : Counterfactual.None;
    }

    private Counterfactual Find()
    {
        var start = new Trial(steps.Start(), steps.Forced);
        var most = FewestChanges.ChangesMax - forced.Apart.Count;
        if (start.Steps.Count > most)
            return Counterfactual.None;
        var found = Reaches(start) ? start : Wider([start], most);
        return found is null ? Counterfactual.None : new(target, [.. forced.Apart, .. Told(found)]);
    }

    private Trial? Wider(IReadOnlyList<Trial> from, int most)
    {
        var round = 0;
        while (from.Count > 0 && from[0].Steps.Count < most)
        {
            // The first two rounds together try every pair.
            var options = round++ == 0 ? TrainedSteps.AllOptions : TrainedSteps.FewOptions;
            var next = from.SelectMany(t => steps.Further(t, options)).ToList();
            var found = next.Where(Reaches).OrderBy(steps.Effort).FirstOrDefault();
            if (found is not null)
                return Smaller(found);
            from = round == 1 ? PerInput(next) : [.. next.OrderBy(Probability).Take(TrainedSteps.Kept)];
        }
        return null;
    }

    /// <summary>For the second round a few of each input, so that no pair of inputs is left out.</summary>
    private static List<Trial> PerInput(IEnumerable<Trial> trials) =>
        [.. trials.GroupBy(t => t.Steps[^1].Input).SelectMany(g => TrainedSteps.Thinned([.. g]))];

    private Trial Smaller(Trial found)
    {
        for (var again = 0; again < 2; again++)
        {
            foreach (var step in found.Steps.OrderByDescending(steps.Effort).ToList())
                found = steps.Nearer(found, step).FirstOrDefault(Reaches) ?? found;
        }
        return found;
    }

    private bool Reaches(Trial trial) => model.Frame.GradeOf(Probability(trial)) <= target;

    private decimal Probability(Trial trial) => model.Judge(trial.Row).Probability;

    /// <summary>Most points first; what each brings when they are made in the order of the inputs.</summary>
    private IEnumerable<Change> Told(Trial found)
    {
        var row = TrainedModel.RowOf(values);
        var points = model.Judge(row).Points;
        var changes = new List<Change>();
        foreach (var step in found.Steps.OrderBy(s => s.Input))
        {
            row[step.Input] = (double)step.Value;
            var after = model.Judge(row).Points;
            changes.Add(new(steps.FeatureAt(step.Input), values[step.Input], step.Value)
            {
                PointsGained = after - points,
                Effort = steps.Effort(step),
            });
            points = after;
        }
        return changes.OrderByDescending(c => c.PointsGained);
    }
}
