using System.Globalization;
using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

public sealed class CompareModelsTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task The_comparison_tells_agreement_swap_set_and_the_greatest_differences()
    {
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Models.CompareModelsAsync(new())))
            .StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        var challenger = await scoring.PublishAsync(Kind.Trees);
        await scoring.Client.Models.ChallengeModelAsync(new() { Version = challenger.Version });
        var scores = new List<(Score Champion, Grade Challenger)>();
        for (var i = 0; i < 6; i++)
        {
            var facts = await IntakeFacts.OfRegistered(scoring);
            await facts.Record(facts.Invoice("I1", "100", 120, 60), facts.Payment("I1", "100", daysAgo: 60 - 10 * i));
            await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
            var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
            scores.Add((score, (Grade)await scoring.SqlAsync<short>(
                "SELECT challenger_grade FROM challenger_scores WHERE score_id = $1", Guid.Parse(score.ScoreId))));
        }

        var compared = await scoring.Client.Models.CompareModelsAsync(new() { AcceptedGrade = Grade.B });

        (compared.ChampionVersion, compared.ChallengerVersion, compared.Customers)
            .ShouldBe((1, challenger.Version, 6));
        compared.GradePairs.Sum(p => p.Customers).ShouldBe(6);
        var same = scores.Count(s => s.Champion.Grade == s.Challenger);
        Number(compared.Agreement).ShouldBe(same / 6m, 0.00001m);
        compared.SwappedIn.ShouldBe(scores.Count(s => s.Champion.Grade > Grade.B && s.Challenger <= Grade.B));
        compared.SwappedOut.ShouldBe(scores.Count(s => s.Champion.Grade <= Grade.B && s.Challenger > Grade.B));
        compared.Differences.Count.ShouldBe(6 - same);
        compared.Differences.ShouldNotBeEmpty();
        compared.Differences[0].ChallengerReasons.ShouldNotBeEmpty();
        Number(compared.ChampionProbabilityMean).ShouldBe(
            scores.Average(s => Number(s.Champion.ProbabilityOfDefault)), 0.0000001m);
        (await scoring.Http.GetStringAsync(new Uri("/v1/models:compare?acceptedGrade=GRADE_B", UriKind.Relative)))
            .ShouldContain("\"customers\":\"6\"");
        (await scoring.Client.Models.CompareModelsAsync(new()
        {
            ChampionVersion = challenger.Version,
            ChallengerVersion = 1,
        })).Customers.ShouldBe(0);
    }

    private static decimal Number(Types.V1.Decimal value) => decimal.Parse(value.Value, CultureInfo.InvariantCulture);
}
