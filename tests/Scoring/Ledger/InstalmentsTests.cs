using Risk.Intake.V1;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Ledger;

[Collection(ScoringCollection.Name)]
public sealed class InstalmentsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Each_instalment_is_aged_and_overdue_by_its_own_day()
    {
        var buyer = await Buyer.WithLimit(scoring, 100_000);
        await buyer.Record(Invoice(buyer, (-65, 300), (-35, 300), (-5, 300), (25, 300)));
        await buyer.Record(buyer.Payment("P1", 400, "I1"));

        var ageing = (await buyer.Account()).Ageing.Single();
        var verdict = await buyer.Check(100, "SO-1");

        (ageing.NotDue.Value, ageing.Days1To30.Value, ageing.Days31To60.Value, ageing.Days61To90.Value)
            .ShouldBe(("300.00", "300.00", "200.00", "0.00"));
        (ageing.OldestOverdueDays, ageing.OpenItems).ShouldBe((35, 1));
        verdict.Checks.Single(c => c.Check == OrderCheck.OldestOverdue).Input.ShouldBe("35 days");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Features_see_the_days_of_each_part_and_a_later_link_moves_what_was_settled_before()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Record(Invoice(buyer, (-20, 40), (10, 60)));
        await buyer.Record(buyer.Payment("P1", 50, "I1"));

        (await Settled(buyer)).ShouldBe("40 20 late, 10 -10 late");
        (await Unpaid(buyer)).ShouldBe("50@-10");

        var named = buyer.Payment("P2", 30, "I1");
        named.Links[0].Instalment = 1;
        await buyer.Record(named);

        (await Settled(buyer)).ShouldBe("30 20 late, 10 20 late, 40 -10 late");
        (await Unpaid(buyer)).ShouldBe("20@-10");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Cash_on_account_that_is_cleared_later_settles_on_the_day_it_came()
    {
        var buyer = await Buyer.WithLimit(scoring, 100_000);
        var payment = buyer.Payment("P1", 100);
        payment.IssuedOn = Amounts.ToContract(buyer.Today.AddDays(-10));
        await buyer.Record(buyer.Invoice("I1", 100, dueDaysAgo: 40), payment);
        (await buyer.Exposure()).ShouldBe("receivable 100, unallocated 100");

        var clearing = buyer.Document(
            DocumentKind.Clearing, "K1", 100, (DocumentKind.Payment, "P1"), (DocumentKind.Invoice, "I1"));
        await buyer.Record(clearing);

        (await buyer.Exposure()).ShouldBe("");
        (await buyer.Account()).Ageing.ShouldBeEmpty();
        (await Settled(buyer)).ShouldBe("100 30 late");
        await buyer.LedgerHolds();

        await buyer.Record(buyer.Document(DocumentKind.Reversal, "R1", 100, (DocumentKind.Clearing, "K1")));
        (await buyer.Exposure()).ShouldBe("receivable 100, unallocated 100");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Parts_of_an_order_beyond_the_horizon_do_not_count_yet_and_the_others_do()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        var order = buyer.Document(DocumentKind.Order, "SO-1", 100);
        order.Instalments.Add([Part(buyer, 5, 40), Part(buyer, 200, 60)]);
        order.DueOn = order.Instalments[0].DueOn;
        await buyer.Record(order);

        var days = await scoring.SqlAsync<string>(
            "SELECT string_agg(trim_scale(amount)::text || '@' || (due_on - $2), ' ' ORDER BY due_on) FROM open_parts "
            + "WHERE customer_id = $1 AND stage = 2", Guid.Parse(buyer.Id), buyer.Today);

        days.ShouldBe("40@5 60@200");
    }

    private static Document Invoice(Buyer buyer, params (int DueInDays, decimal Amount)[] parts)
    {
        var invoice = buyer.Invoice("I1", parts.Sum(p => p.Amount), dueDaysAgo: 100);
        invoice.Instalments.Add(parts.Select(p => Part(buyer, p.DueInDays, p.Amount)));
        invoice.DueOn = invoice.Instalments[0].DueOn;
        return invoice;
    }

    private static Instalment Part(Buyer buyer, int dueInDays, decimal amount) => new()
    {
        DueOn = Amounts.ToContract(buyer.Today.AddDays(dueInDays)),
        Amount = buyer.Money(amount),
    };

    private Task<string> Settled(Buyer buyer) => scoring.SqlAsync<string>(
        "SELECT string_agg(trim_scale(amount)::text || ' ' || days_late || ' late', ', ' "
        + "ORDER BY days_late DESC, amount DESC) FROM settlements WHERE customer_id = $1",
        Guid.Parse(buyer.Id));

    private async Task<string> Unpaid(Buyer buyer)
    {
        await using var connection = await scoring.Database.OpenConnectionAsync();
        var id = Guid.Parse(buyer.Id);
        var sheet = (await FactSheets.ReadAsync(connection, [id], buyer.Today, default))[id];
        return string.Join(' ',
            sheet.Unpaid.Select(u => $"{u.Amount:0.##}@{buyer.Today.DayNumber - u.DueOn.DayNumber}"));
    }
}
