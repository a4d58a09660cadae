using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class ListHoldsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Open_holds_are_listed_oldest_first_with_their_verdicts()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var (first, second) = (await buyer.Check(20, "SO-1"), await buyer.Check(30, "SO-2"));

        var page = await scoring.Client.Holds.ListHoldsAsync(new() { CustomerId = buyer.Id, PageSize = 1 });
        var rest = await scoring.Client.Holds.ListHoldsAsync(
            new() { CustomerId = buyer.Id, PageSize = 1, PageToken = page.NextPageToken });

        page.Holds.Concat(rest.Holds).Select(h => h.HoldId).ShouldBe([first.HoldId, second.HoldId]);
        var hold = page.Holds[0];
        (hold.State, hold.OrderRef.Id, hold.LegalName).ShouldBe((HoldState.Open, "SO-1", buyer.Customer().LegalName));
        hold.Verdict.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("LIMIT_EXCEEDED");
        rest.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_checked_again_has_one_open_hold_and_none_when_it_passes()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var first = await buyer.Check(20, "SO-1");
        var second = await buyer.Check(25, "SO-1");

        (await Open(buyer)).ShouldBe([second.HoldId]);
        await buyer.Check(5, "SO-1");

        (await Open(buyer)).ShouldBeEmpty();
        var superseded = await scoring.Client.Holds.ListHoldsAsync(
            new() { CustomerId = buyer.Id, State = HoldState.Superseded });
        superseded.Holds.Select(h => h.HoldId).ShouldBe([first.HoldId, second.HoldId]);
    }

    [Fact]
    public async Task The_list_is_filtered_by_reason_order_grade_and_value()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        await buyer.Change(new CreditAccount { OrderValueMax = buyer.Money(25) }, "order_value_max");
        var (small, large) = (await buyer.Check(20, "SO-1"), await buyer.Check(30, "SO-2"));

        (await Listed(r => r.Reason = "LIMIT_EXCEEDED")).ShouldBe([small.HoldId, large.HoldId]);
        (await Listed(r => r.Reason = "ORDER_VALUE_EXCEEDED")).ShouldBe([large.HoldId]);
        (await Listed(r => r.OrderRef = new() { System = "erp", Id = "SO-1" })).ShouldBe([small.HoldId]);
        (await Listed(r => r.AmountMin = buyer.Money(20.01m))).ShouldBe([large.HoldId]);
        (await Listed(r => r.Grade = Grade.Aaa)).ShouldBeEmpty();

        async Task<IEnumerable<string>> Listed(Action<ListHoldsRequest> filter)
        {
            var request = new ListHoldsRequest { CustomerId = buyer.Id };
            filter(request);
            return (await scoring.Client.Holds.ListHoldsAsync(request)).Holds.Select(h => h.HoldId);
        }
    }

    [Fact]
    public async Task The_list_is_filtered_by_segment_salesperson_and_age()
    {
        var person = $"wang {Guid.CreateVersion7():n}";
        var key = await Buyer.WithLimit(scoring, 10, with: c => (c.Segment, c.Salesperson) = ("key", person));
        var retail = await Buyer.WithLimit(scoring, 10, with: c => (c.Segment, c.Salesperson) = ("retail", person));
        var other = await Buyer.WithLimit(scoring, 10, with: c => (c.Segment, c.Salesperson) = ("key", "li"));
        var old = await key.Check(20, "SO-1");
        scoring.Clock.Advance(TimeSpan.FromDays(2));
        var (young, ofOther) = (await retail.Check(20, "SO-2"), await other.Check(20, "SO-3"));

        (await Listed(r => r.Salesperson = person)).ShouldBe([old.HoldId, young.HoldId]);
        (await Listed(r => (r.Salesperson, r.Segment) = (person, "retail"))).ShouldBe([young.HoldId]);
        (await Listed(r => (r.Salesperson, r.AgeDaysMin) = (person, 2))).ShouldBe([old.HoldId]);
        (await Listed(r => (r.Salesperson, r.AgeDaysMin) = (person, 3))).ShouldBeEmpty();
        (await Listed(r => (r.CustomerId, r.Segment) = (other.Id, "key"))).ShouldBe([ofOther.HoldId]);
        (await Listed(r => (r.CustomerId, r.Segment) = (other.Id, "retail"))).ShouldBeEmpty();

        async Task<IEnumerable<string>> Listed(Action<ListHoldsRequest> filter)
        {
            var request = new ListHoldsRequest();
            filter(request);
            return (await scoring.Client.Holds.ListHoldsAsync(request)).Holds.Select(h => h.HoldId);
        }
    }

    private async Task<IEnumerable<string>> Open(Buyer buyer) =>
        (await scoring.Client.Holds.ListHoldsAsync(new() { CustomerId = buyer.Id })).Holds.Select(h => h.HoldId);
}
