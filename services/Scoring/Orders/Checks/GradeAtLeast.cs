using Risk.Scoring.Orders.Checks.Doubts;

namespace Risk.Scoring.Orders.Checks;

/// <summary>
/// The grade must not be worse than the rules ask for; a customer without a grade is not judged by it.
/// </summary>
internal static class GradeAtLeast
{
    public static Check Judge(Figures figures, Thresholds thresholds)
    {
        var grade = figures.Customer.Grade;
        if ((thresholds.GradeAtLeast ?? figures.Rules.GradeAtLeast) is not { } least || grade == V1.Grade.Unspecified)
            return Check.NotApplicable(V1.OrderCheck.Grade);
        if (figures.IsScoreStale)
            return StaleScore.Of(figures, V1.OrderCheck.Grade);
        var check = grade <= least
            ? Check.Passed(V1.OrderCheck.Grade)
            : Check.Failed(V1.OrderCheck.Grade, "GRADE_TOO_LOW", new(
                $"The grade is {Said(grade)}; at least {Said(least)} is asked for.",
                $"信用等级为 {Said(grade)}，要求不低于 {Said(least)}。"));
        return check.Seen(Said(grade), Said(least), figures.Customer.ScoredAsOf);
    }

    private static string Said(V1.Grade grade) => grade.ToString().ToUpperInvariant();
}
