using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Scores;

public sealed class SimulateScoreTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task What_is_supposed_is_scored_beside_what_is_and_nothing_is_kept()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Deliver(new Intake.V1.StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });
        var own = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        var simulated = await Simulate(facts, new()
        {
            CountryCode = "RU",
            StatementLines = { new HypotheticalLine { Line = "current_assets", Amount = Number("50") } },
            Features = { new HypotheticalFeature { Feature = "days_beyond_terms", Value = Number("45") } },
            LegalRecords = { new HypotheticalRecord { Kind = "DISHONEST_DEBTOR" } },
        });

        (simulated.Present.Score.Points, simulated.Present.Score.Grade).ShouldBe((own.Points, own.Grade));
        var (score, factors) = (simulated.Explanation.Score, simulated.Explanation.Factors);
        score.Caps.ShouldContain(c => c.Rule == "DISHONEST_DEBTOR");
        Value("current_ratio").ShouldBe("0.5");
        Value("days_beyond_terms").ShouldBe("45");
        Value("country_risk").ShouldBe("7");
        simulated.Comparison.Text.En.ShouldContain("current ratio 1.5→0.5 (−");
        simulated.Comparison.Text.Zh.ShouldNotBeEmpty();
        (await scoring.SqlAsync<long>("SELECT count(*) FROM scores WHERE customer_id = $1", Guid.Parse(facts.Id)))
            .ShouldBe(1);
        (await scoring.PublishedAsync<CustomerScored>(facts.Id)).Count.ShouldBe(1);

        string Value(string factor) => factors.Single(f => f.Factor == factor).Value.Value;
    }

    [Fact]
    public async Task Another_model_may_be_tried_on_one_customer_with_its_way_to_the_next_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var model = await scoring.PublishAsync(Kind.Trees);

        var simulated = await scoring.Client.Scores.SimulateScoreAsync(new()
        {
            CustomerId = facts.Id,
            ModelVersion = model.Version,
            Facts = new()
            {
                Features =
                {
                    new HypotheticalFeature { Feature = "days_beyond_terms", Value = Number("40") },
                    new HypotheticalFeature { Feature = "debt_to_assets", Value = Number("0.9") },
                },
            },
        });

        simulated.Explanation.Score.ModelVersion.ShouldBe(model.Version);
        simulated.Explanation.ChangesToNextGrade.ShouldNotBeEmpty();
        simulated.Explanation.ChangesToNextGrade.ShouldNotContain(c => c.Factor == "days_beyond_terms");
        simulated.Comparison.OtherModel.ShouldBeTrue();
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Scores.SimulateScoreAsync(
            new() { CustomerId = facts.Id, ModelVersion = 99_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    public static readonly TheoryData<string, HypotheticalFacts> Wrong = new()
    {
        { "facts.country_code", new() { CountryCode = "CHN" } },
        { "facts.market_share", new() { MarketShare = Number("1.1") } },
        { "facts.incorporated_on", new() { IncorporatedOn = new() { Value = "2011" } } },
        { "facts.statement_lines[0].line", new() { StatementLines = { new HypotheticalLine { Line = "mood" } } } },
        { "facts.legal_records[0].kind", new() { LegalRecords = { new HypotheticalRecord { Kind = "3" } } } },
        { "facts.features[0].feature", new() { Features = { new HypotheticalFeature { Feature = "mood" } } } },
        { "facts.features[0].value", new()
        {
            Features = { new HypotheticalFeature { Feature = "cash_ratio", Value = Number("1e3") } },
        } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_supposed_is_told_field_by_field(string field, HypotheticalFacts wrong)
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        var refused = await Should.ThrowAsync<RpcException>(() => Simulate(facts, wrong));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain(field + ":");
    }

    private async Task<SimulateScoreResponse> Simulate(IntakeFacts facts, HypotheticalFacts supposed) =>
        await scoring.Client.Scores.SimulateScoreAsync(new() { CustomerId = facts.Id, Facts = supposed });

    private static Types.V1.Decimal Number(string value) => new() { Value = value };
}
