using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>
/// Finds the fewest, and of these the smallest, feasible changes that reach the next better grade. What the customer
/// cannot change stays, and where a rule requires what no change gives, nothing is promised.
/// Exact: a knapsack over factors, number of changes and points gained.
/// </summary>
internal static class FewestChanges
{
    public const int ChangesMax = 5;

    public static Counterfactual ToNextGrade(ScoreResult score)
    {
        if (NextBetter(score.Model, score.Grade) is not { } target || score.Card.PointsFor(target) is not { } points)
            return Counterfactual.None;
        var binding = score.RulesApplying.Where(r => r.GradeAtMost > target).ToList();
        if (ForcedChanges.Of(score.Factors.Select(f => f.Feature.Name), score.RuleValues, binding) is not { } forced)
            return Counterfactual.None;
        var lacking = Math.Max(0, points - score.Points);
        var all = score.Factors
            .Where(f => !f.Feature.IsImmutable)
            .Select(f => Moves.Of(f, forced.Needed.GetValueOrDefault(f.Feature.Name)))
            .ToList();
        if (all.Any(c => c is { IsRequired: true, Options.Count: 0 }))
            return Counterfactual.None;
        var choices = all.Where(c => c.Options.Count > 0).ToList();
        return Search.Cheapest(choices, lacking) is { } chosen && chosen.Count + forced.Apart.Count <= ChangesMax
            ? new(target, [.. forced.Apart, .. chosen.OrderByDescending(c => c.PointsGained)])
            : Counterfactual.None;
    }

    /// <summary>The next better grade that the model can give; the present one may be given by rules alone.</summary>
    public static Grade? NextBetter(ModelFrame model, Grade grade) => model.Grades
        .Select(g => g.Grade)
        .Where(g => g < grade)
        .Select(g => (Grade?)g)
        .Max();
}
