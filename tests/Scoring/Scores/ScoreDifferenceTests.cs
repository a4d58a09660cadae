using Risk.Scoring.Scores;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class ScoreDifferenceTests
{
    private static readonly ScoreExplanation Former = Explained(Grade.Bbb, 640,
        ("days_beyond_terms", "days beyond terms", "逾期天数", "days", "12", 60),
        ("equity_ratio", "equity ratio", "权益比率", "ratio", "0.31", 45),
        ("share_paid_late", "share paid late", "逾期付款占比", "share", "0.2", 30),
        ("satisfaction", "satisfaction", "满意度", "share", null, 16),
        ("cash_ratio", "cash ratio", "现金比率", "ratio", "0.2", 8),
        ("country_risk", "country risk", "国家风险", "class", "2", 38));

    private static readonly ScoreExplanation Later = Explained(Grade.Bb, 573,
        ("days_beyond_terms", "days beyond terms", "逾期天数", "days", "31", 12),
        ("equity_ratio", "equity ratio", "权益比率", "ratio", "0.22", 25),
        ("share_paid_late", "share paid late", "逾期付款占比", "share", "0.2531", 20),
        ("satisfaction", "satisfaction", "满意度", "share", "0.75", 24),
        ("cash_ratio", "cash ratio", "现金比率", "ratio", "0.19", 8),
        ("country_risk", "country risk", "国家风险", "class", "1", 41));

    [Fact]
    public void The_line_tells_the_grades_and_the_four_factors_that_moved_most_points()
    {
        var compared = ScoreDifference.Between(Former, Later);

        compared.Text.En.ShouldBe("BBB→BB: days beyond terms 12→31 (−48), equity ratio 0.31→0.22 (−20), "
            + "share paid late 20 %→25.31 % (−10), satisfaction unknown→75 % (+8)");
        compared.Text.Zh.ShouldBe("BBB→BB：逾期天数 12→31（−48），权益比率 0.31→0.22（−20），"
            + "逾期付款占比 20 %→25.31 %（−10），满意度 未知→75 %（+8）");
        (compared.FormerPoints, compared.Points, compared.OtherModel).ShouldBe((640, 573, false));
        compared.Factors.Select(f => (f.Factor, f.PointsDifference.Value)).ShouldBe([
            ("days_beyond_terms", "-48"), ("equity_ratio", "-20"), ("share_paid_late", "-10"), ("satisfaction", "8"),
            ("country_risk", "3"), ("cash_ratio", "0")]);
    }

    [Fact]
    public void Another_model_is_said_and_points_are_not_compared()
    {
        var other = Later.Clone();
        (other.Score.Model, other.Score.ModelVersion) = ("trees", 4);

        var compared = ScoreDifference.Between(Former, other);

        compared.OtherModel.ShouldBeTrue();
        compared.Factors.ShouldAllBe(f => f.PointsDifference == null);
        compared.Text.En.ShouldStartWith("BBB→BB: days beyond terms 12→31, ");
        compared.Text.En.ShouldEndWith(", another model: expert 1→trees 4");
        compared.Text.Zh.ShouldEndWith("，模型变更：expert 1→trees 4");
    }

    [Fact]
    public void Rules_and_overrides_that_come_and_go_are_told()
    {
        var capped = Former.Clone();
        capped.Score.Caps.Add(new AppliedCap { Rule = "ENFORCEMENT", Text = new() { En = "enforced", Zh = "被执行" } });
        var overridden = Former.Clone();
        overridden.Score.Grade = Grade.A;
        overridden.Score.ManualOverride = new()
        {
            GradeOverrideId = "o",
            ApprovedBy = "zhao",
            Reason = "parent vouches",
            ValidUntil = new() { Value = "2026-12-31" },
        };

        Text(Former, capped).ShouldBe("BBB: now: enforced");
        Text(capped, Former).ShouldBe("BBB: no longer: enforced");
        Text(Former, overridden).ShouldBe("BBB→A: overridden by zhao until 2026-12-31: parent vouches");
        Text(overridden, Former).ShouldBe("A→BBB: the manual override has ended");
        Text(Former, Former).ShouldBe("BBB: nothing that counts has changed");
        Text(null, Former).ShouldBe("First score: BBB");
    }

    private static string Text(ScoreExplanation? former, ScoreExplanation later)
    {
        var text = ScoreDifference.Between(former, later).Text;
        text.Zh.ShouldNotBeEmpty();
        return text.En;
    }

    private static ScoreExplanation Explained(
        Grade grade, int points,
        params (string Name, string En, string Zh, string Unit, string? Value, int Points)[] factors) =>
        new()
        {
            Score = new() { Grade = grade, Points = points, Model = "expert", ModelVersion = 1, ScoreId = $"{points}" },
            Factors =
            {
                factors.Select(f => new ScoreFactor
                {
                    Factor = f.Name,
                    Text = new() { En = f.En, Zh = f.Zh },
                    Unit = f.Unit,
                    Value = f.Value is { } value ? new() { Value = value } : null,
                    Points = new() { Value = $"{f.Points}" },
                }),
            },
        };
}
