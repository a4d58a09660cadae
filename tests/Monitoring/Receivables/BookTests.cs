using Risk.Intake.V1;
using Risk.Monitoring.Receivables;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Receivables;

/// <summary>What documents come to on each day: the sums of the changes up to it.</summary>
public sealed class BookTests
{
    private static readonly DateOnly Issued = new(2026, 1, 1);

    [Theory]
    [InlineData(-1, "0 open, 0 overdue, 0 disputed")]
    [InlineData(0, "100 open, 0 overdue, 0 disputed")]
    [InlineData(10, "100 open, 0 overdue, 0 disputed")]
    [InlineData(11, "100 open, 100 overdue, 0 disputed")]
    [InlineData(15, "70 open, 70 overdue, 0 disputed")]
    [InlineData(20, "70 open, 70 overdue, 50 disputed")]
    [InlineData(25, "20 open, 20 overdue, 20 disputed")]
    [InlineData(30, "20 open, 20 overdue, 0 disputed")]
    [InlineData(40, "0 open, 0 overdue, 0 disputed")]
    public void An_invoice_is_open_until_it_is_paid_and_overdue_after_its_due_day(int day, string expected)
    {
        var book = Book.Of([
            Document(DocumentKind.Invoice, "I", 100, day: 0, dueDay: 10),
            Document(DocumentKind.Payment, "P", 30, day: 15, linkTo: "I"),
            Document(DocumentKind.Dispute, "D", 50, day: 20, linkTo: "I"),
            Document(DocumentKind.Payment, "Q", 50, day: 25, linkTo: "I"),
            Document(DocumentKind.DisputeResolved, "R", 50, day: 30, linkTo: "I"),
            Document(DocumentKind.Payment, "S", 20, day: 40, linkTo: "I"),
        ], Issued);

        var sums = book.Days.Where(d => d.Key.Day <= Issued.AddDays(day))
            .Aggregate(default(DaySums), (sum, d) => sum + d.Value);

        FormattableString.Invariant($"{sums.Receivable} open, {sums.Overdue} overdue, {sums.Disputed} disputed")
            .ShouldBe(expected);
        (sums.ReceivableItems, sums.OverdueItems).ShouldBe((sums.Receivable > 0 ? 1 : 0, sums.Overdue > 0 ? 1 : 0));
    }

    [Fact]
    public void What_was_paid_late_counts_by_amount_and_days_and_credit_notes_do_not()
    {
        var book = Book.Of([
            Document(DocumentKind.Invoice, "I", 100, day: 0, dueDay: 10),
            Document(DocumentKind.Payment, "P", 30, day: 5, linkTo: "I"),
            Document(DocumentKind.CreditNote, "C", 20, day: 14, linkTo: "I"),
            Document(DocumentKind.Payment, "Q", 50, day: 14, linkTo: "I"),
        ], Issued);

        var paid = book.Days.Values.Aggregate(default(DaySums), (sum, d) => sum + d);

        (paid.Paid, paid.PaidItems, paid.PaidLate).ShouldBe((80, 2, 50 * 4));
        book.Receivables.Values.ShouldHaveSingleItem().SettledOn.ShouldBe(Issued.AddDays(14));
    }

    [Fact]
    public void Retention_money_is_due_on_its_own_day_and_paid_last()
    {
        var invoice = Document(DocumentKind.Invoice, "I", 100, day: 0, dueDay: 10) with
        {
            Parts =
            [
                new(BookPart.Whole, Issued.AddDays(10), 95), new(BookPart.Retention, Issued.AddDays(365), 5),
            ],
        };

        var book = Book.Of([invoice, Document(DocumentKind.Payment, "P", 96, day: 12, linkTo: "I")], Issued);

        var rest = book.Receivables.Values.Single(r => r.OpenAmount > 0);
        (rest.Part, rest.OpenAmount, rest.DueOn).ShouldBe(((short)1, 4m, Issued.AddDays(365)));
        book.Days.Values.Sum(d => d.Overdue).ShouldBe(4);
        book.Days.Where(d => d.Key.Day <= Issued.AddDays(100)).Sum(d => d.Value.Overdue).ShouldBe(0);
        book.Days.Values.Sum(d => d.PaidLate).ShouldBe(95 * 2);
    }

    [Theory]
    [InlineData(9, "100 open, 0 overdue")]
    [InlineData(11, "100 open, 40 overdue")]
    [InlineData(20, "70 open, 10 overdue")]
    [InlineData(25, "50 open, 10 overdue")]
    [InlineData(41, "50 open, 50 overdue")]
    public void Instalments_are_overdue_each_after_its_own_day(int day, string expected)
    {
        var invoice = Document(DocumentKind.Invoice, "I", 100, day: 0, dueDay: 10) with
        {
            Parts = [new(2, Issued.AddDays(10), 40), new(3, Issued.AddDays(40), 60)],
        };

        var book = Book.Of([
            invoice, Document(DocumentKind.Payment, "P", 30, day: 20, linkTo: "I"),
            Document(DocumentKind.CreditNote, "C", 20, day: 25, linkTo: "I"),
            Document(DocumentKind.Dispute, "D", 30, day: 26, linkTo: "I"),
        ], Issued);

        var sums = book.Days.Where(d => d.Key.Day <= Issued.AddDays(day))
            .Aggregate(default(DaySums), (sum, d) => sum + d.Value);
        FormattableString.Invariant($"{sums.Receivable} open, {sums.Overdue} overdue").ShouldBe(expected);
        book.Receivables.Values.OrderBy(r => r.Part)
            .Select(r => FormattableString.Invariant($"{r.Part}: {r.OpenAmount}, disputed {r.DisputedAmount}"))
            .ShouldBe(["2: 10, disputed 10", "3: 40, disputed 20"]);
        book.Days.Values.Sum(d => d.PaidLate).ShouldBe(30 * 10);
    }

    [Fact]
    public void What_is_settled_before_it_is_due_is_not_kept()
    {
        var book = Book.Of([
            Document(DocumentKind.Invoice, "I", 100, day: 0, dueDay: 10),
            Document(DocumentKind.Payment, "P", 100, day: 10, linkTo: "I"),
        ], Issued);

        book.Receivables.ShouldBeEmpty();
    }

    private static BookDocument Document(
        DocumentKind kind, string name, decimal amount, int day, int? dueDay = null, string? linkTo = null) => new()
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            System = "erp",
            ExternalId = name,
            Currency = "CNY",
            Amount = amount,
            IssuedOn = Issued.AddDays(day),
            DueOn = Issued.AddDays(dueDay ?? day),
            Links = linkTo is null ? [] : [new(BookDocument.KeyOf(DocumentKind.Invoice, "erp", linkTo), null)],
        };
}
