using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class RecheckWhenCustomerChangedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Only_customers_whose_orders_wait_are_looked_at()
    {
        var (waiting, idle) = (await Buyer.WithLimit(scoring, 10), await Buyer.WithLimit(scoring, 10));
        await waiting.Check(20, "SO-1");

        await idle.Change(c => c.Status = CustomerStatus.Suspended);
        (await Asked(idle)).ShouldBe(0);
        await waiting.Change(c => c.LegalName = "Northgate Forge");

        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<DateTime?>(
            "SELECT rechecked_at FROM holds WHERE customer_id = $1", Guid.Parse(waiting.Id)) is not null,
            "the hold was looked at");
    }

    private Task<long> Asked(Buyer buyer) => scoring.SqlAsync<long>(
        "SELECT count(*) FROM hold_rechecks WHERE customer_id = $1", Guid.Parse(buyer.Id));
}
