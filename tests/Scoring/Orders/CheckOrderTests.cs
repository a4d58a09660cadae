using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class CheckOrderTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task An_approved_order_is_reserved_told_and_kept()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 30));

        var verdict = await buyer.Check(70, "SO-1");

        verdict.Outcome.ShouldBe(OrderOutcome.Approved);
        (verdict.Reservation.Amount.Amount, verdict.Reservation.State).ShouldBe(("70.00", ReservationState.Active));
        (verdict.Reservation.ExpiresAt - verdict.Reservation.CreatedAt).ToTimeSpan().ShouldBe(TimeSpan.FromMinutes(15));
        (verdict.Exposure.Total.Value, verdict.Limit.Amount, verdict.RulesVersion)
            .ShouldBe(("30.00", "100.00", OrderRules.ShippedVersion));
        verdict.Checks.Select(c => (int)c.Check).ShouldBe(Enumerable.Range(1, 16));
        var limit = verdict.Checks.Single(c => c.Check == OrderCheck.Limit);
        (limit.Outcome, limit.Input, limit.Threshold).ShouldBe((CheckOutcome.Passed, "100.00 CNY", "100.00 CNY"));
        limit.AsOf.ShouldNotBeNull();
        (await buyer.Exposure()).ShouldBe("reserved 70, receivable 30");
        var told = (await scoring.PublishedAsync<OrderChecked>(buyer.Id)).Single();
        (told.Verdict.VerdictId, told.OrderRef.Id, told.Amount.Amount).ShouldBe((verdict.VerdictId, "SO-1", "70.00"));
        told.Verdict.Checks.ShouldBeEmpty();
        (await scoring.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'orders.check'", buyer.Id)).ShouldBe(1);
        (await scoring.SqlAsync<byte[]>("SELECT verdict_sha256 FROM order_decisions WHERE verdict_id = $1",
            Guid.Parse(verdict.VerdictId))).ShouldBe(SHA256.HashData(verdict.ToByteArray()));
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_held_order_reserves_nothing_and_its_remedy_lets_it_pass()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 60), buyer.Invoice("I2", 30, dueDaysAgo: 200));

        var held = await buyer.Check(50, "SO-1");

        held.Outcome.ShouldBe(OrderOutcome.Held);
        held.Reservation.ShouldBeNull();
        var remedy = held.Remedies.Single(r => r.Kind == RemedyKind.Pay);
        (remedy.Amount.Amount, remedy.Text.En).ShouldBe(("40.00", "Passes if 40.00 CNY is paid."));
        (await scoring.PublishedAsync<OrderChecked>(buyer.Id)).Single().Verdict.Checks.Select(c => c.Check)
            .ShouldBe(held.Checks.Where(c => c.Outcome == CheckOutcome.Failed).Select(c => c.Check));
        (await buyer.Exposure()).ShouldBe("receivable 90");
        await buyer.Record(buyer.Payment("P1", 40, "I2", "I1"));
        (await buyer.Check(50, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task Every_remedy_in_money_lets_the_order_pass()
    {
        foreach (var kind in (RemedyKind[])[RemedyKind.Pay, RemedyKind.RaiseLimit, RemedyKind.ReduceOrder])
        {
            var buyer = await Buyer.WithLimit(scoring, 100);
            await buyer.Record(buyer.Invoice("I1", 60));
            var remedy = (await buyer.Check(50.25m)).Remedies.Single(r => r.Kind == kind);
            var amount = Amounts.ToDecimal(remedy.Amount);

            switch (kind)
            {
                case RemedyKind.Pay:
                    await buyer.Record(buyer.Payment("P1", amount, "I1"));
                    break;
                case RemedyKind.RaiseLimit:
                    await buyer.Grant(100 + amount);
                    break;
            }

            (await buyer.Check(kind == RemedyKind.ReduceOrder ? amount : 50.25m)).Outcome
                .ShouldBe(OrderOutcome.Approved, kind.ToString());
        }
    }

    [Fact]
    public async Task The_same_request_again_gets_the_first_verdict_and_reserves_nothing_more()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var request = buyer.Order(40, "SO-1");
        request.RequestId = Guid.CreateVersion7().ToString();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(async _ => (await scoring.Client.Orders.CheckOrderAsync(request)).ToByteString()));

        verdicts.Distinct().Count().ShouldBe(1);
        (await buyer.Exposure()).ShouldBe("reserved 40");
        request.Amount.Amount = "41";
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Orders.CheckOrderAsync(request));
        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        System.Text.Encoding.UTF8.GetString(refused.Trailers.GetValueBytes("grpc-status-details-bin")!)
            .ShouldContain("IDEMPOTENCY_KEY_REUSED");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task While_facts_are_behind_nothing_is_held_and_nothing_reserved()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var position = await buyer.Record(buyer.Invoice("I1", 90));
        var seen = buyer.Order(20);
        seen.NotBefore = position;
        var parts = position.Split('.');
        var behind = buyer.Order(20);
        behind.NotBefore = $"{parts[0]}.{parts[1]}.{ulong.Parse(parts[2]) + 1000}.1";

        (await scoring.Client.Orders.CheckOrderAsync(seen)).Outcome.ShouldBe(OrderOutcome.Held);
        var verdict = await scoring.Client.Orders.CheckOrderAsync(behind);

        verdict.Outcome.ShouldBe(OrderOutcome.NotEvaluated);
        verdict.Checks.Where(c => c.Outcome == CheckOutcome.NotEvaluated).ShouldAllBe(c => c.Reason == "FACTS_BEHIND");
        (await buyer.Exposure()).ShouldBe("receivable 90");
    }

    [Fact]
    public async Task A_dunning_level_that_the_grade_does_not_tolerate_holds_orders()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(new CreditAccount { DunningLevel = 9 }, "dunning_level");

        var held = await buyer.Check(10);

        held.Checks.Single(c => c.Check == OrderCheck.DunningLevel).Reason.ShouldBe("DUNNING_LEVEL_TOO_HIGH");
    }

    [Fact]
    public async Task A_dry_run_leaves_nothing_behind()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var (passes, waits) = (buyer.Order(40), buyer.Order(140));
        (passes.DryRun, waits.DryRun) = (true, true);

        (await scoring.Client.Orders.CheckOrderAsync(passes)).Outcome.ShouldBe(OrderOutcome.Approved);
        (await scoring.Client.Orders.CheckOrderAsync(waits)).Outcome.ShouldBe(OrderOutcome.Held);

        (await buyer.Exposure()).ShouldBe("");
        (await scoring.PublishedAsync<OrderChecked>(buyer.Id)).ShouldBeEmpty();
        (await scoring.Client.Holds.ListHoldsAsync(new() { CustomerId = buyer.Id })).Holds.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_is_found_by_the_name_that_another_system_gives_it()
    {
        var name = new Types.V1.ExternalRef { System = "crm", Id = Guid.CreateVersion7().ToString() };
        var buyer = await Buyer.WithLimit(scoring, 100, with: c => c.ExternalRefs.Add(name));
        var request = buyer.Order(40);
        (request.CustomerId, request.CustomerRef) = ("", name);

        (await scoring.Client.Orders.CheckOrderAsync(request)).CustomerId.ShouldBe(buyer.Id);

        request.CustomerRef = new() { System = "crm", Id = "nobody" };
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Orders.CheckOrderAsync(request)))
            .StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_rate_the_order_is_not_judged_and_the_pair_is_named()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        var verdict = await scoring.Client.Orders.CheckOrderAsync(buyer.Order(10, currency: "PLN"));

        verdict.Outcome.ShouldBe(OrderOutcome.NotEvaluated);
        verdict.FailOpen.ShouldBeFalse();
        var limit = verdict.Checks.Single(c => c.Check == OrderCheck.Limit);
        (limit.Reason, limit.Input).ShouldBe(("RATE_MISSING", "PLN/CNY"));
    }

    [Theory]
    [InlineData(CustomerStatus.Closed, OrderOutcome.Rejected)]
    [InlineData(CustomerStatus.Insolvent, OrderOutcome.Rejected)]
    [InlineData(CustomerStatus.Suspended, OrderOutcome.Held)]
    public async Task The_status_of_the_customer_decides_before_any_figure(CustomerStatus status, OrderOutcome expected)
    {
        var buyer = await Buyer.WithLimit(scoring, 100, with: c => c.Status = status);

        var verdict = await buyer.Check(10);

        verdict.Outcome.ShouldBe(expected);
        (verdict.HoldId.Length > 0).ShouldBe(expected == OrderOutcome.Held);
    }

    [Fact]
    public async Task What_is_wrong_with_an_order_is_told_field_by_field()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var wrong = buyer.Order(0, "SO-1", "yuan");
        (wrong.OrderRef.System, wrong.AsOfDate, wrong.ReservationSeconds) = ("", new() { Value = "today" }, 86_401);
        wrong.Terms = new() { NetDays = 721 };

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Orders.CheckOrderAsync(wrong));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        foreach (var field in (string[])["order_ref.system", "amount.amount", "amount.currency_code", "as_of_date",
            "reservation_seconds", "terms.net_days"])
        {
            refused.Status.Detail.ShouldContain(field);
        }
    }

    [Fact]
    public async Task The_rest_face_tells_the_same_verdict()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        using var answer = await scoring.Http.PostAsJsonAsync("/v1/orders:check", new
        {
            customerId = buyer.Id,
            amount = new { amount = "120.50", currencyCode = "CNY" },
            orderRef = new { system = "erp", id = "SO-1" },
        });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var verdict = (await answer.Content.ReadFromJsonAsync<JsonElement>())!;
        verdict.GetProperty("outcome").GetString().ShouldBe("ORDER_OUTCOME_HELD");
        verdict.GetProperty("remedies")[0].GetProperty("text").GetProperty("zh").GetString()!
            .ShouldContain("20.50 CNY");
    }
}
