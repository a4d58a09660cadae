using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class RejectLimitChangeTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_rejected_change_leaves_the_limit_and_is_told()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var proposed = (await buyer.Grant(5_000_000)).LimitChange;
        using var second = await Buyer.SomebodyElse(scoring, "li", Role.Approver);

        var rejected = await second.CreditAccounts.RejectLimitChangeAsync(
            new() { LimitChangeId = proposed.LimitChangeId });

        (rejected.State, rejected.DecidedBy).ShouldBe((LimitChangeState.Rejected, "li"));
        (await buyer.Account()).Limit.Amount.ShouldBe("100.00");
        (await scoring.PublishedAsync<LimitChangeDecided>(buyer.Id)).ShouldHaveSingleItem().LimitChange.State
            .ShouldBe(LimitChangeState.Rejected);
        (await scoring.PublishedAsync<LimitChangeProposed>(buyer.Id)).Count.ShouldBe(1);
    }
}
