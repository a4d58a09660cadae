using Risk.Intake.V1;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Scores;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class GroupMembersTests(ServiceFixture<ScoringService> scoring)
{
    [Theory]
    [InlineData(0, 10, true)]
    [InlineData(9, 10, true)]
    [InlineData(10, 9, true)]
    [InlineData(10, 10, false)]
    [InlineData(0, 5, false)]
    [InlineData(4, 5, false)]
    public void A_head_turns_when_it_comes_into_default_or_out_of_it(int former, int grade, bool turns) =>
        GroupMembers.IsTurn(former == 0 ? null : (Grade)former, (Grade)grade).ShouldBe(turns);

    [Fact]
    public async Task Members_are_scored_anew_when_the_head_of_their_group_defaults()
    {
        var head = await IntakeFacts.OfRegistered(scoring);
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = head.Id });
        var member = await IntakeFacts.OfRegistered(scoring, c => c.ParentCustomerId = head.Id);
        var before = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = member.Id });
        before.Caps.ShouldBeEmpty();

        await head.Change(c => c.Status = CustomerStatus.Insolvent);
        var fallen = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = head.Id });

        fallen.Grade.ShouldBe(V1.Grade.D);
        var after = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = member.Id });
        (after.Grade, after.Caps.Single().Rule).ShouldBe((V1.Grade.Cc, "GROUP_HEAD_IN_DEFAULT"));
    }
}
