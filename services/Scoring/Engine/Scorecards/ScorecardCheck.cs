using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>What makes a scorecard sound; each fault names its place and what is wrong.</summary>
internal static class ScorecardCheck
{
    internal const int RulesMax = 100;
    private const int FactorsMax = 100;

    public static IEnumerable<string> Faults(Scorecard card) =>
    [
        .. Names(card), .. card.Groups.SelectMany(Group), .. card.Factors.SelectMany(FactorFaults.Of),
        .. Calibration(card), .. Grades(card), .. card.Rules.SelectMany(Rule),
    ];

    private static IEnumerable<string> Names(Scorecard card)
    {
        if (card.Name.Length is 0 or > 64)
            yield return "name: has 1 to 64 characters";
        if (card.Version < 1)
            yield return "version: is at least 1";
        if (card.Factors.Count() > FactorsMax)
            yield return $"groups: have at most {FactorsMax} factors";
        if (card.Rules.Count > RulesMax)
            yield return $"rules: are at most {RulesMax}";
        foreach (var twice in Twice(card.Factors.Select(f => f.Feature)))
            yield return $"factor {twice}: stands twice";
        foreach (var twice in Twice(card.Groups.Select(g => g.Name)))
            yield return $"group {twice}: stands twice";
        foreach (var twice in Twice(card.Rules.Select(r => r.Name)))
            yield return $"rule {twice}: stands twice";
        if (card.Groups.Sum(g => g.Weight) != 1)
            yield return $"groups: the weights add up to {card.Groups.Sum(g => g.Weight)}, not to 1";
    }

    private static IEnumerable<string> Group(FactorGroup group)
    {
        if (!Says(group.Text))
            yield return $"group {group.Name}: has no text in both languages";
        var best = group.Factors.Sum(f => f.PointsBest);
        if (best != group.Weight * Scorecard.PointsMax)
        {
            yield return $"group {group.Name}: its factors give {best} points at best, but its weight of "
                + $"{group.Weight} is {group.Weight * Scorecard.PointsMax:0.###}";
        }
    }

    private static IEnumerable<string> Calibration(Scorecard card)
    {
        var points = card.Calibration;
        if (points.Count < 2 || points[0].Points != 0 || points[^1].Points != Scorecard.PointsMax)
            yield return $"calibration: begins at 0 points and ends at {Scorecard.PointsMax}";
        foreach (var (before, after) in points.Zip(points.Skip(1)))
        {
            if (after.Points <= before.Points)
                yield return $"calibration at {after.Points}: points ascend";
            if (after.Probability >= before.Probability)
                yield return $"calibration at {after.Points}: more points have a lower probability";
        }
        foreach (var wrong in points.Where(p => p.Probability is <= 0 or >= 1))
            yield return $"calibration at {wrong.Points}: a probability is above 0 and below 1";
    }

    private static IEnumerable<string> Grades(Scorecard card)
    {
        if (card.Grades.Count == 0 || card.Grades[^1].ProbabilityMax != 1)
            yield return "grades: the last one has a probability_max of 1";
        if (card.Grades.Any(g => g.Grade == Grade.D))
            yield return "grade D: is given by rule alone";
        foreach (var (better, worse) in card.Grades.Zip(card.Grades.Skip(1)))
        {
            if (worse.Grade <= better.Grade)
                yield return $"grade {worse.Grade}: stands after {better.Grade}, which is not better";
            if (worse.ProbabilityMax <= better.ProbabilityMax)
                yield return $"grade {worse.Grade}: its probability_max is not above that of {better.Grade}";
        }
    }

    internal static IEnumerable<string> Rule(GradeRule rule)
    {
        if (FeatureCatalogue.Find(rule.Feature) is null)
            yield return $"rule {rule.Name}: there is no feature {rule.Feature}";
        if (rule.ValueAtLeast is null == rule.ValueAtMost is null)
            yield return $"rule {rule.Name}: has either value_at_least or value_at_most";
        if (rule.GradeAtMost is null == rule.GradeAtLeast is null)
            yield return $"rule {rule.Name}: has either grade_at_most or grade_at_least";
        if (!Says(rule.Text))
            yield return $"rule {rule.Name}: has no text in both languages";
    }

    internal static bool Says(Text text) => !string.IsNullOrWhiteSpace(text.En) && !string.IsNullOrWhiteSpace(text.Zh);

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.CountBy(n => n, StringComparer.Ordinal).Where(n => n.Value > 1).Select(n => n.Key);
}
