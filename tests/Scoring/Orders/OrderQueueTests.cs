using Grpc.Core;
using Npgsql;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class OrderQueueTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task Two_hundred_orders_at_once_never_pass_the_limit_together()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => buyer.Check(30)));

        verdicts.Count(v => v.Outcome == OrderOutcome.Approved).ShouldBe(33);
        verdicts.Count(v => v.Outcome == OrderOutcome.Held).ShouldBe(167);
        (await buyer.Exposure()).ShouldBe("reserved 990");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Orders_that_race_through_two_instances_never_pass_the_limit_together()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        var other = await Buyer.WithLimit(scoring, 1000);
        await using var second = await SecondInstance.StartAsync(scoring);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 120).Select(i =>
            (i % 3 == 0 ? other : buyer).Check(30, by: i % 2 == 0 ? scoring.Client : second.Client)));

        verdicts.Count(v => v.CustomerId == buyer.Id && v.Outcome == OrderOutcome.Approved).ShouldBe(33);
        verdicts.Count(v => v.CustomerId == other.Id && v.Outcome == OrderOutcome.Approved).ShouldBe(33);
        await buyer.LedgerHolds();
        await other.LedgerHolds();
    }

    [Fact]
    public async Task Whoever_holds_one_account_keeps_no_other_customer_waiting()
    {
        var (locked, free) = (await Buyer.WithLimit(scoring, 100), await Buyer.WithLimit(scoring, 100));
        await using var connection = await scoring.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(
            "SELECT 1 FROM credit_accounts WHERE customer_id = $1 FOR UPDATE", connection, transaction))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(locked.Id) });
            await command.ExecuteScalarAsync();
        }

        var waiting = locked.Check(40);
        (await free.Check(40)).Outcome.ShouldBe(OrderOutcome.Approved);
        waiting.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();

        (await waiting).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task A_lock_that_never_ends_keeps_nobody_waiting_without_end()
    {
        var locked = new List<Buyer>();
        while (locked.Count < 12)
            locked.Add(await Buyer.WithLimit(scoring, 100));
        var free = await Buyer.WithLimit(scoring, 100);
        await using var connection = await scoring.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(
            "SELECT 1 FROM credit_accounts WHERE customer_id = ANY ($1) FOR UPDATE", connection, transaction))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]>
            {
                TypedValue = [.. locked.Select(b => Guid.Parse(b.Id))],
            });
            await command.ExecuteNonQueryAsync();
        }

        var waiting = locked.SelectMany(b => Enumerable.Range(0, 3).Select(_ => Refused(b.Check(10)))).ToList();
        (await free.Check(40)).Outcome.ShouldBe(OrderOutcome.Approved);
        var refused = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20));

        refused.ShouldAllBe(r => r.StatusCode == StatusCode.Unavailable);
        System.Text.Encoding.UTF8.GetString(refused[0].Trailers.GetValueBytes("grpc-status-details-bin")!)
            .ShouldContain("CUSTOMER_BUSY");
        await transaction.RollbackAsync();
        (await locked[0].Check(10)).Outcome.ShouldBe(OrderOutcome.Approved);
        (await locked[0].Exposure()).ShouldBe("reserved 10");
    }

    private static Task<RpcException> Refused(Task<OrderVerdict> check) =>
        Should.ThrowAsync<RpcException>(() => check);

    [Fact]
    public async Task Each_order_of_a_batch_has_its_own_failure()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        var stranger = Guid.CreateVersion7().ToString();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            try
            {
                var order = buyer.Order(10);
                order.CustomerId = i % 4 == 0 ? stranger : buyer.Id;
                return (await scoring.Client.Orders.CheckOrderAsync(order)).Outcome.ToString();
            }
            catch (RpcException refused)
            {
                return refused.StatusCode.ToString();
            }
        }));

        outcomes.CountBy(o => o).OrderBy(o => o.Key, StringComparer.Ordinal)
            .ShouldBe([new("Approved", 30), new("NotFound", 10)]);
    }
}
