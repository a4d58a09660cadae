using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Scorecards;

public sealed class MasterScaleTests
{
    private static readonly Scorecard Expert = ScoringModels.Shipped("expert.1");

    [Theory]
    [InlineData(0, 0.6)]
    [InlineData(100, 0.45)]
    [InlineData(200, 0.3)]
    [InlineData(450, 0.075)]
    [InlineData(650, 0.0185)]
    [InlineData(999, 0.000312)]
    [InlineData(1000, 0.0003)]
    public void Probability_is_linear_between_the_points_of_the_table(int points, double probability) =>
        Expert.ProbabilityAt(points).ShouldBe((decimal)probability);

    [Fact]
    public void More_points_never_have_a_higher_probability_or_a_worse_grade()
    {
        for (var points = 1; points <= Scorecard.PointsMax; points++)
        {
            Expert.ProbabilityAt(points).ShouldBeLessThan(Expert.ProbabilityAt(points - 1));
            ((int)Expert.GradeAt(points)).ShouldBeLessThanOrEqualTo((int)Expert.GradeAt(points - 1));
        }
    }

    [Theory]
    [InlineData("AAA", 942)]
    [InlineData("AA", 858)]
    [InlineData("A", 758)]
    [InlineData("BBB", 639)]
    [InlineData("BB", 520)]
    [InlineData("B", 420)]
    [InlineData("CCC", 300)]
    [InlineData("CC", 200)]
    [InlineData("C", 0)]
    public void A_grade_begins_at_its_fewest_points(string name, int points)
    {
        var grade = Enum.Parse<Grade>(name);

        Expert.PointsFor(grade).ShouldBe(points);
        Expert.GradeAt(points).ShouldBe(grade);
        if (points > 0)
            ((int)Expert.GradeAt(points - 1)).ShouldBeGreaterThan((int)grade);
    }

    [Fact]
    public void A_cap_wins_over_a_floor()
    {
        GradeRule cap = Rule("CAP") with { GradeAtMost = Grade.CC };
        GradeRule floor = Rule("FLOOR") with { GradeAtLeast = Grade.BBB };

        var (grade, changed) = MasterScale.Limit(Grade.B, [floor, cap]);

        grade.ShouldBe(Grade.CC);
        changed.ShouldBe([floor, cap]);
        MasterScale.Limit(Grade.D, [cap]).Changed.ShouldBeEmpty();
    }

    private static GradeRule Rule(string name) => new()
    {
        Name = name,
        Text = new(name, name),
        Feature = "debt_to_assets",
        ValueAtLeast = 1,
    };
}
