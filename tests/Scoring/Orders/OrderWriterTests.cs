using Grpc.Core;
using Npgsql;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class OrderWriterTests(ServiceFixture<ScoringService> scoring)
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_interleaves_no_approval_passes_the_limit_and_the_ledger_holds(int seed)
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        var life = new BuyerLife(scoring, buyer, seed);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => life.RunAsync(worker, stepsCount: 25)));

        await buyer.LedgerHolds();
        (await ApprovalsOver(buyer)).ShouldBeEmpty();
        life.Approved.ShouldNotBeEmpty();
    }

    /// <summary>
    /// Follows the transfers in their order: at each reservation, what counted with it against the limit that it
    /// was decided by, for limits change meanwhile. What is paid in advance is not held to it.
    /// </summary>
    private async Task<List<string>> ApprovalsOver(Buyer buyer)
    {
        await using var command = scoring.Database.CreateCommand(
            """
            SELECT e.document_id, e.from_stage, e.to_stage, e.amount, e.recorded_at, r.expires_at,
                r.terms IS NOT NULL, d.input
            FROM ledger_entries e LEFT JOIN reservations r ON r.reservation_id = e.document_id
                LEFT JOIN order_decisions d ON d.verdict_id = r.verdict_id
            WHERE e.customer_id = $1 ORDER BY e.entry_id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(buyer.Id) });
        await using var rows = await command.ExecuteReaderAsync();
        var (exposure, over) = (new Scoring.Ledger.Exposure(buyer.Currency), new List<string>());
        var reserved = new Dictionary<Guid, (decimal Amount, DateTime ExpiresAt)>();
        while (await rows.ReadAsync())
        {
            var (id, from, to) = (rows.GetGuid(0), (Stage)rows.GetInt16(1), (Stage)rows.GetInt16(2));
            var (amount, at) = (rows.GetDecimal(3), rows.GetDateTime(4));
            exposure = exposure.Add(to, amount).Add(from, -amount);
            if (from == Stage.Reserved)
                reserved[id] = (reserved[id].Amount - amount, reserved[id].ExpiresAt);
            if (to != Stage.Reserved)
                continue;
            reserved[id] = (amount, rows.GetDateTime(5));
            var expired = reserved.Values.Where(r => r.ExpiresAt <= at).Sum(r => r.Amount);
            var input = DecisionInput.Parser.ParseFrom(rows.GetFieldValue<byte[]>(7));
            if (exposure.Total - expired > Amounts.ToDecimal(input.Account.Limit) && !rows.GetBoolean(6))
                over.Add($"{id}: {exposure.Total - expired}");
        }
        return over;
    }
}
