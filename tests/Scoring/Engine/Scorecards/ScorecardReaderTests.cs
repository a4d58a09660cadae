using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Scorecards;

public sealed class ScorecardReaderTests
{
    [Theory]
    [InlineData("\"version\": 3", "\"version\": 0", "version: is at least 1")]
    [InlineData("\"weight\": 0.6", "\"weight\": 0.5", "groups: the weights add up to 0.9, not to 1")]
    [InlineData("\"weight\": 0.6", "\"weight\": 0.5",
        "group paying: its factors give 600 points at best, but its weight of 0.5 is 500")]
    [InlineData("\"payment_index\"", "\"paymnt_index\"", "factor paymnt_index: there is no such feature")]
    [InlineData("\"current_ratio\",", "\"payment_index\",", "factor payment_index: stands twice")]
    [InlineData("\"current_ratio\", \"feature_version\": 1", "\"current_ratio\", \"feature_version\": 2",
        "factor current_ratio: the feature has version 1, not 2")]
    [InlineData("\"below\": 80, \"points\": 300", "\"below\": 80, \"points\": 700",
        "factor payment_index: beyond 80 the points go from 700 to 600, against the feature")]
    [InlineData("\"below\": 80,", "\"below\": 40,", "factor payment_index: the edge 40 does not ascend")]
    [InlineData("\"below\": 80,", "\"below\": 120,", "factor payment_index: the edge 120 is outside of 0 to 100")]
    [InlineData("\"below\": 80,", "\"below\": 80.55,", "factor payment_index: the edge 80.55 has more than 1 decimals")]
    [InlineData("{\"points\": 600}]", "{\"below\": 90, \"points\": 600}]",
        "factor payment_index: the last bin, and no other, is without an edge")]
    [InlineData("\"points\": 600}]", "\"points\": 500}]",
        "factor payment_index: the best bin gives 600 points and none gives less than 0")]
    [InlineData("\"neutral\", \"points\": 250", "\"neutral\", \"points\": 601",
        "factor payment_index: missing points are from 0 to 600, are 601")]
    [InlineData("\"penalty\", \"points\": 100", "\"penalty\", \"points\": 201",
        "factor current_ratio: a penalty gives at most half of 400 points, not 201")]
    [InlineData("\"penalty\", \"points\": 100", "\"refuse\", \"points\": 100",
        "factor current_ratio: a refusal gives no points")]
    [InlineData("\"fresh_months\": 6", "\"fresh_months\": 0", "factor payment_index: fresh_months is at least 1")]
    [InlineData("\"Index {value}\"", "\" \"", "factor payment_index: has no reason in both languages")]
    [InlineData("\"points\": 500, \"probability\": 0.1", "\"points\": 500, \"probability\": 0.6",
        "calibration at 500: more points have a lower probability")]
    [InlineData("\"points\": 1000, \"probability\": 0.01", "\"points\": 1000, \"probability\": 0",
        "calibration at 1000: a probability is above 0 and below 1")]
    [InlineData("\"points\": 1000, \"probability\"", "\"points\": 900, \"probability\"",
        "calibration: begins at 0 points and ends at 1000")]
    [InlineData("\"probability_max\": 1}", "\"probability_max\": 0.9}",
        "grades: the last one has a probability_max of 1")]
    [InlineData("{\"grade\": \"A\",", "{\"grade\": \"B\",", "grade BB: stands after B, which is not better")]
    [InlineData("\"BB\", \"probability_max\": 0.1", "\"BB\", \"probability_max\": 0.05",
        "grade BB: its probability_max is not above that of A")]
    [InlineData("\"oldest_overdue_days\"", "\"oldest\"", "rule LATE: there is no feature oldest")]
    [InlineData("\"value_at_least\": 90,", "", "rule LATE: has either value_at_least or value_at_most")]
    [InlineData("\"grade_at_most\": \"D\",", "", "rule LATE: has either grade_at_most or grade_at_least")]
    [InlineData("\"DISHONEST\"", "\"LATE\"", "rule LATE: stands twice")]
    [InlineData("\"name\": \"small\"", "\"nam\": \"small\"",
        "$.nam, line 2: The JSON property 'nam' could not be mapped")]
    [InlineData("\"version\": 3,", "", "missing required properties")]
    [InlineData("\"neutral\"", "\"nuetral\"", "could not be converted")]
    public void An_unsound_scorecard_is_refused_with_its_fault(string sound, string unsound, string fault)
    {
        var at = SmallCard.Json.IndexOf(sound, StringComparison.Ordinal);
        var json = SmallCard.Json[..at] + unsound + SmallCard.Json[(at + sound.Length)..];

        Should.Throw<ScorecardException>(() => SmallCard.Read(json)).Faults.ShouldContain(f => f.Contains(fault));
    }

    [Fact]
    public void The_shipped_scorecard_is_sound_and_has_the_five_groups()
    {
        var card = ScoringModels.Shipped("expert.1");

        card.Groups.Select(g => g.Name).ShouldBe(
            ["credit_record", "financials", "transaction_history", "market", "legal"]);
        card.Factors.Sum(f => f.PointsBest).ShouldBe(Scorecard.PointsMax);
        card.Grades.Select(g => g.Grade).ShouldBe(Enum.GetValues<Grade>().Where(g => g != Grade.D));
    }
}
