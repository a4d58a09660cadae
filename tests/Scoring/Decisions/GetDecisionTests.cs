using System.Net;
using System.Text.Json;
using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Decisions;

[Collection(ScoringCollection.Name)]
public sealed class GetDecisionTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_decision_shows_the_verdict_as_it_was_given_and_what_it_was_decided_from()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 30));
        var given = await buyer.Check(70, "SO-1");

        var decision = await scoring.Client.Decisions.GetDecisionAsync(new() { VerdictId = given.VerdictId });

        decision.Verdict.ShouldBe(given);
        (decision.Cause, decision.Input.RulesVersion).ShouldBe((DecisionCause.Check, given.RulesVersion));
        (decision.Input.Amount.Amount, decision.Input.OrderRef.Id, decision.Input.Account.Limit.Amount)
            .ShouldBe(("70.00", "SO-1", "100.00"));
        decision.Input.Exposures.Single().Exposure.Receivable.Value.ShouldStartWith("30");
        decision.Input.ReservationId.ShouldBe(given.Reservation.ReservationId);
        decision.RequestedBy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Over_rest_it_has_an_address_and_what_there_is_not_is_not_found()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var given = await buyer.Check(70, "SO-1");

        using var found = await scoring.Http.GetAsync($"/v1/decisions/{given.VerdictId}");
        using var recomputed = await scoring.Http.PostAsync($"/v1/decisions/{given.VerdictId}:recompute", null);
        using var missing = await scoring.Http.GetAsync($"/v1/decisions/{Guid.CreateVersion7()}");
        using var odd = await scoring.Http.GetAsync("/v1/decisions/none");

        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var body = JsonDocument.Parse(await recomputed.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("equal").GetBoolean().ShouldBeTrue();
        (missing.StatusCode, odd.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_dry_run_leaves_no_decision()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var order = buyer.Order(70, "SO-1");
        order.DryRun = true;
        var given = await scoring.Client.Orders.CheckOrderAsync(order);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Decisions.GetDecisionAsync(new() { VerdictId = given.VerdictId }));

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
