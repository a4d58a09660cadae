using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class GroupWhenCustomerChangedTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Members_belong_to_their_topmost_parent_in_whatever_order_they_come()
    {
        var (head, middle, leaf) = (new Buyer(scoring), new Buyer(scoring), new Buyer(scoring));
        await Register(leaf, middle);
        await Register(head, null);
        (await GroupOf(leaf)).ShouldBe(middle.Id);
        (await GroupOf(head)).ShouldBe("");
        await Register(middle, head);

        foreach (var member in (Buyer[])[head, middle, leaf])
            (await GroupOf(member)).ShouldBe(head.Id);
        await middle.Change(c => c.ParentCustomerId = "");
        (await GroupOf(leaf)).ShouldBe(middle.Id);
    }

    [Fact]
    public async Task Orders_of_two_members_at_once_never_pass_the_limit_of_their_group()
    {
        var head = await Buyer.WithLimit(scoring, 0);
        var members = new List<Buyer>();
        while (members.Count < 3)
            members.Add(await Buyer.WithLimit(scoring, members.Count * 500, with: c => c.ParentCustomerId = head.Id));
        await head.Change(new CreditAccount { GroupLimit = head.Money(1000) }, "group_limit");
        await using var second = await Orders.SecondInstance.StartAsync(scoring);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 120).Select(i =>
            members[i % 3].Check(30, by: i % 2 == 0 ? scoring.Client : second.Client)));

        verdicts.Count(v => v.Outcome == OrderOutcome.Approved).ShouldBe(33);
        verdicts.ShouldAllBe(v => v.GroupId == head.Id && v.GroupLimit.Amount == "1000.00");
        verdicts.ShouldContain(v => v.Checks.Any(c => c.Reason == "GROUP_LIMIT_EXCEEDED"));
        verdicts.Count(v => v.CustomerId == members[1].Id && v.Outcome == OrderOutcome.Approved)
            .ShouldBeLessThanOrEqualTo(16);
        foreach (var member in members)
            await member.LedgerHolds();
    }

    [Fact]
    public async Task A_payment_of_one_member_frees_the_held_order_of_another()
    {
        var head = await Buyer.WithLimit(scoring, 0);
        var (payer, orderer) = (await Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id),
            await Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id));
        await head.Change(new CreditAccount { GroupLimit = head.Money(100) }, "group_limit");
        await payer.Record(payer.Invoice("I1", 90));
        var held = await orderer.Check(20, "SO-1");
        held.Outcome.ShouldBe(OrderOutcome.Held);

        await payer.Record(payer.Payment("P1", 90, "I1"));

        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(held.HoldId)) == 4, "the held order passes");
    }

    [Fact]
    public async Task More_for_a_group_than_one_person_may_grant_waits_for_a_second()
    {
        var head = await Buyer.WithLimit(scoring, 0);

        var change = (await head.Change(new CreditAccount { GroupLimit = head.Money(2_000_000) }, "group_limit"))
            .LimitChange;

        (change.State, change.Proposed.GroupLimit.Amount).ShouldBe((LimitChangeState.Pending, "2000000.00"));
        (await head.Account()).GroupLimit.ShouldBeNull();
    }

    private static Task<string> Register(Buyer buyer, Buyer? parent) => buyer.Deliver(new CustomerRegistered
    {
        Customer = buyer.Customer(c => c.ParentCustomerId = parent?.Id ?? ""),
    });

    private static async Task<string> GroupOf(Buyer buyer) => (await buyer.Account()).GroupId;
}
