using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;
using Xunit;
using Formula = Risk.Scoring.Engine.Scorecards.Reference;

namespace Risk.Scoring.Tests.Engine.Scorecards;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("altman_z", 1.80, ReferenceZone.Distress)]
    [InlineData("altman_z", 1.81, ReferenceZone.Grey)]
    [InlineData("altman_z", 2.99, ReferenceZone.Grey)]
    [InlineData("altman_z", 3.00, ReferenceZone.Safe)]
    [InlineData("altman_z_prime", 1.22, ReferenceZone.Distress)]
    [InlineData("altman_z_prime", 2.90, ReferenceZone.Grey)]
    [InlineData("altman_z_prime", 2.91, ReferenceZone.Safe)]
    [InlineData("altman_z_double_prime", 1.09, ReferenceZone.Distress)]
    [InlineData("altman_z_double_prime", 1.10, ReferenceZone.Grey)]
    [InlineData("altman_z_double_prime", 2.61, ReferenceZone.Safe)]
    public void Zones_are_those_of_the_author(string feature, double value, object zone)
    {
        var facts = FactText.Read("") with
        {
            Assumed = new Dictionary<string, FeatureValue>(StringComparer.Ordinal)
            {
                [feature] = FeatureValue.Known((decimal)value, FactText.AsOf),
            },
        };

        Formula.All.Single(r => r.Feature.Name == feature).Of(facts).Zone.ShouldBe((ReferenceZone)zone);
    }

    [Fact]
    public void They_stand_beside_the_score_and_change_nothing_of_it()
    {
        const string figures = "statement 2025 current_assets=50 current_liabilities=30 total_assets=100 "
            + "retained_earnings=30 ebit=10 equity=60 total_liabilities=40 revenue=100";
        var model = new ScoringModels().Champion;

        var (without, with) = (model.Score(FactText.Read(figures)).Result!,
            model.Score(FactText.Read(figures + " market_value_of_equity=1")).Result!);

        without.References.Select(r => r.Zone).ShouldBe([null, ReferenceZone.Grey, ReferenceZone.Safe]);
        with.References[0].Zone.ShouldBe(ReferenceZone.Grey);
        with.Points.ShouldBe(without.Points);
    }
}
