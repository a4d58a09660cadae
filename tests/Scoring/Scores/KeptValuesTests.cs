using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;
using Risk.Scoring.Tests.Engine.Facts;
using Risk.Scoring.Tests.Engine.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class KeptValuesTests
{
    private static readonly ScoringMoment Moment =
        ScoringMoment.Of(new DateTimeOffset(2026, 6, 30, 12, 0, 0, TimeSpan.Zero), day: null);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var model in (string[])["Expert", .. Enum.GetNames<ModelKind>()])
            {
                foreach (var facts in (string[])
                [
                    "company country=CN isic=C",
                    "company country=CN isic=C incorporated=2011-03-15 share=0.04; "
                        + "statement 2025 current_assets=1900 total_assets=3400 current_liabilities=1450 "
                        + "total_liabilities=2100 equity=-12.5; paid 2026-03-31 2026-04-15 400 CNY; "
                        + "unpaid 2026-06-10 120 CNY; legal DishonestDebtor 2026-01-05",
                    "unpaid 2026-01-01 5 CNY",
                ])
                {
                    cases.Add(model, facts);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void From_the_values_comes_the_same_explanation_in_a_fraction_of_its_size(string name, string facts)
    {
        ICustomerModel model = name == "Expert"
            ? new ScoringModels().Champion
            : CustomerModels.Read(new("m", 7), System.Text.Encoding.UTF8.GetBytes(
                TrainedOnFeatures.Json(Enum.Parse<ModelKind>(name))), TrainedOnFeatures.Rules).Model;
        var result = model.Score(FactText.Read(facts)).Result!;
        var whole = Score.Of(Guid.CreateVersion7(), result, paymentIndex: null, ScoreTrigger.Portfolio, Moment);
        whole.Explain(result, by: null);

        var values = KeptValues.Of(result);
        var again = model.Score(KeptValues.Read(model, values, result.AsOf)).Result!;

        ScoreContract.Explain(whole, again).ShouldBe(whole.ToExplanation());
        values.Length.ShouldBeLessThan(whole.Explanation.Length / 5);
    }
}
