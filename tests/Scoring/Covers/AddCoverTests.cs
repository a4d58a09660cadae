using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;
using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Tests.Covers;

[Collection(ScoringCollection.Name)]
public sealed class AddCoverTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task After_its_stop_shipment_date_an_insurance_stands_behind_what_was_shipped_before()
    {
        var buyer = await Buyer.WithLimit(scoring, 1_000);
        await buyer.Record(buyer.Invoice("I1", 60, dueDaysAgo: -20), buyer.Document(DocumentKind.Order, "SO-1", 30));
        await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new()
            {
                Kind = CoverKind.CreditInsurance,
                Provider = "Hansea",
                Amount = buyer.Money(100),
                StopShipmentOn = Scoring.Ledger.Amounts.ToContract(buyer.Today.AddDays(1)),
            },
        });
        var before = (await buyer.Account()).Covered;
        scoring.Clock.Advance(TimeSpan.FromDays(1));
        await buyer.Record(buyer.Document(DocumentKind.Delivery, "D1", 20, (DocumentKind.Order, "SO-1")));

        var after = (await buyer.Account()).Covered;

        Said(before).ShouldBe("90.00 60.00 30.00: Receivable 60.00 60.00, OpenOrders 30.00 0.00");
        Said(after).ShouldBe("90.00 60.00 30.00: Receivable 60.00 60.00, Delivered 20.00 0.00, OpenOrders 10.00 0.00");
    }

    private static string Said(CoveredExposure covered) =>
        $"{covered.Gross.Value} {covered.Insured.Value} {covered.Net.Value}: "
        + string.Join(", ", covered.Stages.Select(s => $"{s.Stage} {s.Gross.Value} {s.Insured.Value}"));

    [Fact]
    public async Task A_cover_that_lapses_holds_orders_and_makes_no_room_by_itself()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 60));
        var cover = await Add(buyer, "50", buyer.Today);

        (await buyer.Check(41)).Outcome.ShouldBe(OrderOutcome.Held);
        (await buyer.Check(40, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
        var covered = (await buyer.Account()).Covered;
        scoring.Clock.Advance(TimeSpan.FromDays(1));
        var held = await buyer.Check(40, "SO-1");

        (covered.Gross.Value, covered.Insured.Value, covered.Net.Value).ShouldBe(("100.00", "45.00", "55.00"));
        held.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("COVER_EXPIRED");
        held.Remedies.ShouldContain(r => r.Kind == RemedyKind.RenewCover);
        cover.RecordedBy.ShouldNotBeEmpty();
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'covers.add'",
            buyer.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_with_a_cover_is_told_field_by_field()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        var refused = await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new() { Share = new() { Value = "1.1" }, ValidUntil = new() { Value = "soon" } },
        }));

        foreach (var field in (string[])["kind", "provider", "amount", "share", "valid_until"])
            refused.Status.Detail.ShouldContain("cover." + field);
    }

    private async Task<Cover> Add(Buyer buyer, string amount, DateOnly until) =>
        await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new()
            {
                Kind = CoverKind.CreditInsurance,
                Provider = "Hansea",
                Amount = new() { Amount = amount, CurrencyCode = "CNY" },
                Share = new() { Value = "0.9" },
                ValidUntil = Scoring.Ledger.Amounts.ToContract(until),
            },
        });
}
