using Grpc.Core;
using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

[Collection(ScoringCollection.Name)]
public sealed class ProposeGradeOverrideTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_proposed_override_waits_and_changes_no_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        var proposed = await facts.ProposeAsync(scoring, Grade.Aa);

        proposed.State.ShouldBe(GradeOverrideState.Pending);
        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        (score.Grade, score.ManualOverride).ShouldBe((score.RuledGrade, null));
        (await scoring.PublishedAsync<GradeOverrideChanged>(facts.Id)).ShouldHaveSingleItem()
            .GradeOverride.ShouldBe(proposed);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 "
            + "AND action = 'grade_overrides.propose'", facts.Id)).ShouldBe(1);
    }

    [Theory]
    [InlineData("grade", Grade.D, "because", 30)]
    [InlineData("grade", Grade.Unspecified, "because", 30)]
    [InlineData("reason", Grade.A, " ", 30)]
    [InlineData("valid_until", Grade.A, "because", -1)]
    [InlineData("valid_until", Grade.A, "because", 367)]
    public async Task What_is_no_override_is_refused(string field, Grade grade, string reason, int days)
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.GradeOverrides.ProposeGradeOverrideAsync(new()
            {
                CustomerId = facts.Id,
                Grade = grade,
                Reason = reason,
                ValidUntil = Amounts.ToContract(facts.Today.AddDays(days)),
            }));

        (refused.StatusCode, refused.Status.Detail.StartsWith(field + ":", StringComparison.Ordinal))
            .ShouldBe((StatusCode.InvalidArgument, true));
    }
}
