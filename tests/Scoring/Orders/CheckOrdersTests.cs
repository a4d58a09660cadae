using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class CheckOrdersTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Many_orders_at_once_get_the_verdicts_that_they_would_get_one_by_one()
    {
        var (together, alone) = (await Buyer.WithLimit(scoring, 1000), await Buyer.WithLimit(scoring, 1000));
        // Else a score that comes in between changes the thresholds for what is checked after it.
        foreach (var buyer in (Buyer[])[together, alone])
            await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = buyer.Id });
        var random = new Random(7);
        var orders = Enumerable.Range(0, 120)
            .Select(i => (Amount: (decimal)random.Next(1, 60), Name: $"SO-{i}")).ToList();

        var answer = await scoring.Client.Orders.CheckOrdersAsync(new()
        {
            Orders = { orders.Select(o => together.Order(o.Amount, o.Name)) },
        });
        var single = new List<OrderVerdict>();
        foreach (var (amount, name) in orders)
            single.Add(await alone.Check(amount, name));

        foreach (var (verdict, expected) in answer.Results.Select(r => Said(r.Verdict)).Zip(single.Select(Said)))
            verdict.ShouldBe(expected);
        (await together.Exposure()).ShouldBe(await alone.Exposure());
        await together.LedgerHolds();
    }

    [Fact]
    public async Task A_reservation_that_was_replaced_in_the_same_call_is_not_waited_for()
    {
        var (together, alone) = (await Buyer.WithLimit(scoring, 100), await Buyer.WithLimit(scoring, 100));
        foreach (var buyer in (Buyer[])[together, alone])
            (await buyer.Check(60, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);

        var answer = await scoring.Client.Orders.CheckOrdersAsync(new()
        {
            Orders = { together.Order(30, "SO-1"), together.Order(90, "SO-2") },
        });
        OrderVerdict[] single = [await alone.Check(30, "SO-1"), await alone.Check(90, "SO-2")];

        var held = answer.Results[1].Verdict;
        held.Remedies.Where(r => r.Kind == RemedyKind.AwaitReservation).Select(r => r.OrderRef.Id).ShouldBe(["SO-1"]);
        answer.Results.Select(r => Said(r.Verdict)).ShouldBe(single.Select(Said));
    }

    [Fact]
    public async Task An_order_that_is_refused_has_its_own_error_and_stops_no_other()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var (stranger, wrong) = (buyer.Order(10), buyer.Order(10));
        stranger.CustomerId = Guid.CreateVersion7().ToString();
        wrong.Amount.Amount = "-1";

        var answer = await scoring.Client.Orders.CheckOrdersAsync(new()
        {
            Orders = { buyer.Order(40), stranger, wrong, buyer.Order(50) },
        });

        answer.Results.Select(r => r.Verdict?.Outcome.ToString() ?? $"{(StatusCode)r.Error.Code} {r.Error.Reason}")
            .ShouldBe(["Approved", "NotFound CUSTOMER_NOT_FOUND", "InvalidArgument INVALID_INPUT", "Approved"]);
        answer.Results[2].Error.Message.ShouldContain("amount");
        (await buyer.Exposure()).ShouldBe("reserved 90");
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_reserves_nothing_more()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var request = new CheckOrdersRequest { Orders = { buyer.Order(40), buyer.Order(30) } };
        foreach (var order in request.Orders)
            order.RequestId = Guid.CreateVersion7().ToString();

        var first = await scoring.Client.Orders.CheckOrdersAsync(request);
        (await scoring.Client.Orders.CheckOrdersAsync(request)).ShouldBe(first);

        (await buyer.Exposure()).ShouldBe("reserved 70");
    }

    [Fact]
    public async Task Neither_none_nor_too_many_are_taken_and_the_rest_face_takes_them_too()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Orders.CheckOrdersAsync(new())))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Orders.CheckOrdersAsync(
            new() { Orders = { Enumerable.Repeat(buyer.Order(1), 501) } })))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
        using var answer = await scoring.Http.PostAsJsonAsync("/v1/orders:checkBatch", new
        {
            orders = new[] { new { customerId = buyer.Id, amount = new { amount = "5", currencyCode = "CNY" } } },
        });
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0].GetProperty("verdict")
            .GetProperty("outcome").GetString().ShouldBe("ORDER_OUTCOME_APPROVED");
    }

    /// <summary>Without the checks of the score, which may come in between.</summary>
    private static string Said(OrderVerdict verdict) => string.Join(' ', verdict.Checks
        .Where(c => c.Check is not (OrderCheck.Grade or OrderCheck.PaymentIndex))
        .Select(c => $"{c.Outcome}/{c.Input}/{c.Threshold}/{c.Reason}")
        .Concat(verdict.Remedies.Select(r => $"{r.Kind} {r.Amount} {r.OrderRef}"))
        .Prepend($"{verdict.Outcome} {verdict.Reservation?.Amount}"));
}
