using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class ApproveLimitChangeTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_second_person_writes_the_limit_and_nobody_approves_an_own_proposal()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        var proposed = (await buyer.Grant(5_000_000)).LimitChange;
        using var second = await Buyer.SomebodyElse(scoring, "wang", Role.Approver);

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.CreditAccounts.ApproveLimitChangeAsync(
                new() { LimitChangeId = proposed.LimitChangeId }));
        var approved = await second.CreditAccounts.ApproveLimitChangeAsync(
            new() { LimitChangeId = proposed.LimitChangeId });
        var again = await Should.ThrowAsync<RpcException>(async () =>
            await second.CreditAccounts.ApproveLimitChangeAsync(new() { LimitChangeId = proposed.LimitChangeId }));

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (approved.State, approved.DecidedBy).ShouldBe((LimitChangeState.Written, "wang"));
        again.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await buyer.Account()).Limit.Amount.ShouldBe("5000000.00");
        (await scoring.PublishedAsync<LimitChangeDecided>(buyer.Id)).ShouldHaveSingleItem().LimitChange.State
            .ShouldBe(LimitChangeState.Written);
        (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id)).Last().LimitChange.LimitChangeId
            .ShouldBe(proposed.LimitChangeId);
    }
}
