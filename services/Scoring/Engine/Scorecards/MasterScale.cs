namespace Risk.Scoring.Engine.Scorecards;

/// <summary>From points to a probability, and from a probability to a grade, as the scorecard's tables say.</summary>
internal static class MasterScale
{
    public const int ProbabilityDecimals = 6;

    public static decimal ProbabilityAt(this Scorecard card, int points)
    {
        var (below, above) = (0, card.Calibration.Count - 1);
        while (above - below > 1)
        {
            var middle = (below + above) / 2;
            if (points > card.Calibration[middle].Points)
                below = middle;
            else
                above = middle;
        }
        var (low, high) = (card.Calibration[below], card.Calibration[above]);
        return points > high.Points
            ? high.Probability
            : Math.Round(
                low.Probability + (high.Probability - low.Probability) * (points - low.Points)
                    / (high.Points - low.Points),
                ProbabilityDecimals, MidpointRounding.AwayFromZero);
    }

    public static Grade GradeOf(this ModelFrame model, decimal probability) =>
        model.Grades.First(g => probability <= g.ProbabilityMax).Grade;

    public static Grade GradeAt(this Scorecard card, int points) => card.GradeOf(card.ProbabilityAt(points));

    /// <summary>
    /// At least the lower bound of the grade on the scale, so that a grade and its probability never contradict each
    /// other; whoever is in default has defaulted.
    /// </summary>
    public static decimal ProbabilityIn(this ModelFrame model, Grade grade, decimal own) =>
        grade == Grade.D ? 1
        : model.Grades.LastOrDefault(g => g.Grade < grade) is { } better ? Math.Max(own, better.ProbabilityMax)
        : own;

    /// <summary>Within the bounds of a grade that somebody has given.</summary>
    public static decimal ProbabilityWithin(this ModelFrame model, Grade grade, decimal own) => Math.Min(
        model.ProbabilityIn(grade, own),
        model.Grades.FirstOrDefault(g => g.Grade >= grade)?.ProbabilityMax ?? 1);

    /// <summary>The fewest points that reach the grade; null when the scale does not give it.</summary>
    public static int? PointsFor(this Scorecard card, Grade grade)
    {
        if (card.GradeAt(Scorecard.PointsMax) > grade)
            return null;
        var (enough, tooFew) = (Scorecard.PointsMax, -1);
        while (enough - tooFew > 1)
        {
            var middle = (enough + tooFew) / 2;
            if (card.GradeAt(middle) <= grade)
                enough = middle;
            else
                tooFew = middle;
        }
        return enough;
    }

    /// <summary>The grade within the limits of the rules, and the rules that changed it.</summary>
    public static (Grade Grade, IReadOnlyList<GradeRule> Changed) Limit(Grade model, IEnumerable<GradeRule> applying)
    {
        var rules = applying.ToList();
        var floored =
            rules.Aggregate(model, (grade, rule) => rule.GradeAtLeast < grade ? rule.GradeAtLeast.Value : grade);
        var grade =
            rules.Aggregate(floored, (grade, rule) => rule.GradeAtMost > grade ? rule.GradeAtMost.Value : grade);
        return (grade, [.. rules.Where(r => r.GradeAtMost > floored || r.GradeAtLeast < model)]);
    }
}
