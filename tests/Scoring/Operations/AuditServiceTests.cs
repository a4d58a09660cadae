using Risk.Scoring.Tests.CustomerFacts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Operations;

[Collection(ScoringCollection.Name)]
public sealed class AuditServiceTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Scores_are_in_a_chain_that_verifies()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        await ServiceFixture<ScoringService>.UntilAsync(async () =>
        {
            var answer = await scoring.Client.ScoringAudit.VerifyAuditAsync(new());
            answer.Intact.ShouldBeTrue();
            return answer.EntriesVerified > 0;
        }, "a sealed entry");
    }
}
