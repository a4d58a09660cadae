using System.Text;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Tests.Engine.Scorecards;

/// <summary>
/// A scorecard that can be reckoned in the head: payment index (600 points) and current ratio (400), each missing in
/// its
/// own way, and rules of every kind.
/// </summary>
internal static class SmallCard
{
    public const string Json =
        """
        {
          "name": "small", "version": 3,
          "groups": [
            {
              "name": "paying", "text": {"en": "Paying", "zh": "付款"}, "weight": 0.6,
              "factors": [{
                "feature": "payment_index", "feature_version": 1, "points_best": 600, "fresh_months": 6,
                "missing": {"policy": "neutral", "points": 250},
                "bins": [{"below": 50, "points": 0}, {"below": 80, "points": 300}, {"points": 600}],
                "reason": {"en": "Index {value}", "zh": "指数 {value}"}
              }]
            },
            {
              "name": "balance", "text": {"en": "Balance", "zh": "资产负债"}, "weight": 0.4,
              "factors": [{
                "feature": "current_ratio", "feature_version": 1, "points_best": 400, "fresh_months": 12,
                "missing": {"policy": "penalty", "points": 100},
                "bins": [{"below": 1, "points": 0}, {"below": 1.5, "points": 200}, {"points": 400}],
                "reason": {"en": "Ratio {value}", "zh": "比率 {value}"}
              }]
            }
          ],
          "calibration": [
            {"points": 0, "probability": 0.5}, {"points": 500, "probability": 0.1}, {"points": 1000, "probability": 0.01}
          ],
          "grades": [
            {"grade": "A", "probability_max": 0.05}, {"grade": "BB", "probability_max": 0.1},
            {"grade": "CCC", "probability_max": 1}
          ],
          "rules": [
            {
              "name": "LATE", "feature": "oldest_overdue_days", "value_at_least": 90, "grade_at_most": "D",
              "text": {"en": "Late", "zh": "逾期"}
            },
            {
              "name": "DISHONEST", "feature": "dishonest_debtor_standing", "value_at_least": 1, "grade_at_most": "CC",
              "text": {"en": "Dishonest", "zh": "失信"}
            },
            {
              "name": "OLD_FRIEND", "feature": "relationship_years", "value_at_least": 20, "grade_at_least": "BB",
              "text": {"en": "Friend", "zh": "老客户"}
            },
            {
              "name": "ADVERSE", "feature": "audit_opinion", "value_at_most": 0, "grade_at_most": "BB",
              "text": {"en": "Adverse", "zh": "否定"}
            }
          ]
        }
        """;

    public static ScorecardModel Model => new(Read(Json));

    public static Scorecard Read(string json) => ScorecardReader.Read("small", Encoding.UTF8.GetBytes(json));
}
