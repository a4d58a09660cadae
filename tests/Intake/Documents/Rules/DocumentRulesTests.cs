using Risk.Intake.Documents;
using Risk.Intake.Documents.Rules;
using Risk.Intake.Rules;
using Risk.Intake.Values;
using Shouldly;
using Xunit;
using static Risk.Intake.V1.DocumentKind;

namespace Risk.Intake.Tests.Documents.Rules;

public sealed class DocumentRulesTests
{
    [Fact]
    public void A_plain_invoice_breaks_no_rule() => Broken(_ => { }).ShouldBeEmpty();

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    public void An_amount_is_above_zero(string amount) =>
        Broken(d => d.Amount = decimal.Parse(amount, null)).ShouldBe(["AMOUNT_NOT_POSITIVE"]);

    [Fact]
    public void An_amount_has_at_most_four_decimals_and_eighteen_digits()
    {
        Broken(d => d.Amount = 1.23456m).ShouldBe(["TOO_MANY_DIGITS"]);
        Broken(d => d.Amount = 999_999_999_999_999_999.9999m).ShouldBeEmpty();
        Broken(d => d.Amount = 1_000_000_000_000_000_000m).ShouldBe(["TOO_MANY_DIGITS"]);
    }

    [Fact]
    public void The_amount_without_tax_is_within_the_amount()
    {
        Broken(d => d.NetAmount = 100).ShouldBeEmpty();
        Broken(d => d.NetAmount = 100.01m).ShouldBe(["NET_ABOVE_AMOUNT"]);
    }

    [Fact]
    public void An_invoice_or_draft_is_not_due_before_its_day_and_other_kinds_may_be()
    {
        Broken(d => d.DueOn = d.IssuedOn.AddDays(-1)).ShouldBe(["DUE_BEFORE_ISSUED"]);
        Broken(d => (d.Kind, d.DueOn) = (Draft, d.IssuedOn.AddDays(-1))).ShouldBe(["DUE_BEFORE_ISSUED"]);
        Broken(d => (d.Kind, d.DueOn) = (Order, d.IssuedOn.AddDays(-1))).ShouldBeEmpty();
    }

    [Fact]
    public void A_promise_says_until_when_and_that_is_not_before_it_was_made()
    {
        Broken(d => (d.Kind, d.DueOn) = (PromiseToPay, d.IssuedOn)).ShouldBeEmpty();
        Broken(d => d.Kind = PromiseToPay).ShouldBe(["REQUIRED"]);
        Broken(d => (d.Kind, d.DueOn) = (PromiseToPay, d.IssuedOn.AddDays(-1))).ShouldBe(["DUE_BEFORE_ISSUED"]);
    }

    [Fact]
    public void Terms_are_within_their_ranges()
    {
        Broken(d => d.TermsNetDays = 720).ShouldBeEmpty();
        Broken(d => d.TermsNetDays = 721).ShouldBe(["NET_DAYS_OUT_OF_RANGE"]);
        Broken(d => (d.TermsNetDays, d.TermsAdvanceShare) = (0, 1.01m)).ShouldBe(["NOT_A_SHARE"]);
        Broken(d => (d.TermsNetDays, d.TermsCode) = (0, new string('x', 33))).ShouldBe(["TOO_LONG"]);
    }

    [Theory]
    [InlineData(DraftHonoured)]
    [InlineData(Dispute)]
    [InlineData(WriteOff)]
    [InlineData(OrderClosed)]
    [InlineData(Reversal)]
    [InlineData(DeliveryClosed)]
    [InlineData(OrderChanged)]
    [InlineData(Clearing)]
    public void What_is_about_another_document_names_it(V1.DocumentKind kind) =>
        Broken(d => d.Kind = kind).ShouldBe(["LINK_REQUIRED"]);

    [Fact]
    public void A_kind_follows_only_kinds_that_come_before_it()
    {
        Broken(d => Link(d, Order)).ShouldBeEmpty();
        Broken(d => Link(d, Payment)).ShouldBe(["KIND_CANNOT_FOLLOW"]);
        Broken(d => { d.Kind = Payment; Link(d, Invoice); }).ShouldBeEmpty();
        Broken(d => { d.Kind = Payment; Link(d, Order); }).ShouldBe(["KIND_CANNOT_FOLLOW"]);
        Broken(d => { d.Kind = DraftHonoured; Link(d, Draft); }).ShouldBeEmpty();
        Broken(d => { (d.Kind, d.DueOn) = (PromiseToPay, d.IssuedOn); Link(d, Invoice); }).ShouldBeEmpty();
        Broken(d => { d.Kind = ProtectiveRescheduling; Link(d, Invoice); }).ShouldBeEmpty();
        Broken(d => { d.Kind = ProtectiveRescheduling; Link(d, Order); }).ShouldBe(["KIND_CANNOT_FOLLOW"]);
        Broken(d => { d.Kind = GoodsReturn; Link(d, Delivery); }).ShouldBeEmpty();
    }

    [Fact]
    public void Links_move_no_more_than_the_amount()
    {
        Broken(d => { Link(d, Order, 60); Link(d, Delivery, 40); }).ShouldBeEmpty();
        Broken(d => { Link(d, Order, 60); Link(d, Delivery, 40.01m); }).ShouldBe(["LINKS_ABOVE_AMOUNT"]);
    }

    [Fact]
    public void A_document_does_not_name_itself()
    {
        Broken(d =>
        {
            d.Kind = Reversal;
            d.Links = [new() { Ref = new(d.RefSystem, d.RefId), Kind = Reversal }];
        }).ShouldContain("LINKED_TO_ITSELF");
    }

    [Fact]
    public void Retention_is_a_part_with_a_day_of_its_own()
    {
        Broken(d => (d.RetentionAmount, d.RetentionDueOn) = (5, d.IssuedOn.AddYears(1))).ShouldBeEmpty();
        Broken(d => d.RetentionAmount = 5).ShouldBe(["REQUIRED"]);
        Broken(d => d.RetentionDueOn = d.IssuedOn).ShouldBe(["RETENTION_WITHOUT_AMOUNT"]);
        Broken(d => (d.RetentionAmount, d.RetentionDueOn) = (101, d.IssuedOn)).ShouldBe(["RETENTION_ABOVE_AMOUNT"]);
    }

    [Fact]
    public void Instalments_are_parts_above_zero_in_the_order_of_their_days_that_add_up_to_the_amount()
    {
        Broken(d => d.Instalments = [new(d.IssuedOn, 40), new(d.IssuedOn.AddDays(30), 60)]).ShouldBeEmpty();
        Broken(d => d.Instalments = [new(d.IssuedOn, 40), new(d.IssuedOn, 60.01m)])
            .ShouldBe(["INSTALMENTS_DIFFER_FROM_AMOUNT"]);
        Broken(d => d.Instalments = [new(d.IssuedOn, 0), new(d.IssuedOn, 100)]).ShouldBe(["AMOUNT_NOT_POSITIVE"]);
        Broken(d => d.Instalments = [new(default, 100)]).ShouldBe(["REQUIRED"]);
        Broken(d => d.Instalments = [new(d.IssuedOn.AddDays(-1), 100)]).ShouldBe(["DUE_BEFORE_ISSUED"]);
        Broken(d => d.Instalments = [new(d.IssuedOn.AddDays(9), 40), new(d.IssuedOn.AddDays(8), 60)])
            .ShouldBe(["NOT_IN_ORDER"]);
        Broken(d => (d.Instalments, d.DueOn) = ([new(d.IssuedOn, 100)], d.IssuedOn.AddDays(1)))
            .ShouldBe(["DUE_ON_DIFFERS"]);
        Broken(d => d.Instalments = [.. Enumerable.Range(0, 121).Select(_ => new Instalment(d.IssuedOn, 1))])
            .ShouldBe(["TOO_MANY", "INSTALMENTS_DIFFER_FROM_AMOUNT"]);
    }

    [Fact]
    public void Instalments_and_retention_money_add_up_to_the_amount_together()
    {
        Broken(d =>
        {
            (d.RetentionAmount, d.RetentionDueOn) = (5, d.IssuedOn.AddYears(1));
            d.Instalments = [new(d.IssuedOn, 40), new(d.IssuedOn.AddDays(30), 55)];
        }).ShouldBeEmpty();
    }

    [Fact]
    public void Orders_have_instalments_and_payments_have_none()
    {
        Broken(d => (d.Kind, d.Instalments) = (Order, [new(d.IssuedOn, 100)])).ShouldBeEmpty();
        Broken(d => (d.Kind, d.Instalments) = (Payment, [new(d.IssuedOn, 100)]))
            .ShouldBe(["ONLY_INVOICES_AND_ORDERS"]);
    }

    [Fact]
    public void Only_what_settles_an_invoice_names_an_instalment_of_it()
    {
        Broken(d => { d.Kind = Payment; Link(d, Invoice, instalment: 2); }).ShouldBeEmpty();
        Broken(d => { d.Kind = Payment; Link(d, Invoice, instalment: -1); }).ShouldBe(["NO_SUCH_INSTALMENT"]);
        Broken(d => { d.Kind = Payment; Link(d, Invoice, instalment: 122); }).ShouldBe(["NO_SUCH_INSTALMENT"]);
        Broken(d => { d.Kind = Dispute; Link(d, Invoice, instalment: 1); }).ShouldBe(["INSTALMENT_OF_INVOICE"]);
        Broken(d => Link(d, Order, instalment: 1)).ShouldBe(["INSTALMENT_OF_INVOICE"]);
    }

    [Fact]
    public void A_clearing_names_invoices_and_what_settles_them_and_both_sides_add_up_to_its_amount()
    {
        Broken(d => { d.Kind = Clearing; Link(d, Payment); Link(d, Invoice); }).ShouldBeEmpty();
        Broken(d => { d.Kind = Clearing; Link(d, CreditNote, 30); Link(d, Advance, 70); Link(d, Invoice); })
            .ShouldBeEmpty();
        Broken(d => { d.Kind = Clearing; Link(d, Payment); Link(d, Invoice, 30); Link(d, Invoice, 70); })
            .ShouldBeEmpty();
        Broken(d => { d.Kind = Clearing; Link(d, Payment); Link(d, Invoice, 30); Link(d, Invoice, 60); })
            .ShouldBe(["CLEARING_UNBALANCED"]);
        Broken(d => { d.Kind = Clearing; Link(d, Payment, 90); Link(d, Invoice); }).ShouldBe(["CLEARING_UNBALANCED"]);
        Broken(d => { d.Kind = Clearing; Link(d, Payment); Link(d, Invoice, 30); Link(d, Invoice); })
            .ShouldBe(["REQUIRED"]);
        Broken(d => { d.Kind = Clearing; Link(d, Payment); }).ShouldBe(["CLEARING_NEEDS_BOTH_SIDES"]);
        Broken(d => { d.Kind = Clearing; Link(d, Order); Link(d, Invoice); }).ShouldBe(["KIND_CANNOT_FOLLOW"]);
    }

    [Fact]
    public void A_change_is_of_one_order_and_a_dispute_is_resolved_by_its_name_alone()
    {
        Broken(d => { d.Kind = OrderChanged; Link(d, Order); }).ShouldBeEmpty();
        Broken(d => { d.Kind = OrderChanged; Link(d, Order); Link(d, Order); }).ShouldBe(["CHANGES_ONE_ORDER"]);
        Broken(d => { d.Kind = DeliveryClosed; Link(d, Delivery); }).ShouldBeEmpty();
        Broken(d => { d.Kind = DisputeResolved; Link(d, Dispute); }).ShouldBeEmpty();
        Broken(d => { d.Kind = DisputeResolved; Link(d, Dispute); Link(d, Invoice); })
            .ShouldBe(["RESOLVES_ONE_DISPUTE"]);
    }

    [Fact]
    public void Only_an_order_confirms_a_reservation()
    {
        Broken(d => d.ReservationId = "r1").ShouldBe(["ONLY_ORDERS_CONFIRM"]);
        Broken(d => (d.Kind, d.ReservationId) = (Order, "r1")).ShouldBeEmpty();
    }

    private static void Link(
        Document document, V1.DocumentKind kind, decimal? amount = null, int instalment = 0) =>
        document.Links =
        [
            .. document.Links,
            new()
            {
                Ref = new ExternalRef("erp", $"l{document.Links.Length}"),
                Kind = kind,
                Amount = amount,
                Instalment = instalment,
            },
        ];

    private static string[] Broken(Action<Document> change)
    {
        var document = new Document
        {
            Kind = Invoice,
            RefSystem = "erp",
            RefId = "1",
            Amount = 100,
            CurrencyCode = "CNY",
            IssuedOn = new(2025, 1, 31),
        };
        change(document);
        var faults = new Faults();
        DocumentRules.Check(document, faults);
        return [.. faults.All.Select(f => f.Rule)];
    }
}
