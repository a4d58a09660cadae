using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class BatchFactsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Each_order_of_a_batch_is_judged_by_the_score_of_its_own_day()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var (today, before) = (buyer.Today, buyer.Today.AddDays(-40));
        await Score(buyer, before, Grade.A);
        await Score(buyer, today, Grade.Cc);
        await using var connection = await scoring.Database.OpenConnectionAsync();

        var reading = await BatchFacts.OfAsync(connection, new(), [Call(buyer, before), Call(buyer, today)],
            waitForLocks: true, scoring.Clock.GetUtcNow());

        var id = Guid.Parse(buyer.Id);
        (reading.Scores[(id, before)].Grade, reading.Scores[(id, today)].Grade).ShouldBe((Grade.A, Grade.Cc));
    }

    private Task<int> Score(Buyer buyer, DateOnly day, Grade grade) => scoring.SqlAsync(
        """
        INSERT INTO scores (customer_id, score_id, as_of_day, as_of, scored_at, trigger, model, model_version, points,
            probability_of_default, model_grade, grade, confidence, explanation)
        VALUES ($1, $2, $3, $3::timestamptz, $3::timestamptz, 1, 'm', 1, 500, 0.1, $4, $4, 1, '')
        """, Guid.Parse(buyer.Id), Guid.CreateVersion7(), day, (short)grade);

    /// <summary>Without a request id, so that nobody asks who calls.</summary>
    private static OrderCall Call(Buyer buyer, DateOnly day) => new()
    {
        Order = new() { CustomerId = Guid.Parse(buyer.Id), Currency = "CNY", Amount = 1, AsOf = day },
        Caller = Caller.Anonymous,
        DryRun = true,
    };
}
