using Risk.Intake.Documents;
using Risk.Intake.V1;
using Shouldly;
using Xunit;
using Document = Risk.Intake.Documents.Document;

namespace Risk.Intake.Tests.Documents;

public sealed class DueDateTests
{
    [Theory]
    [InlineData("2024-01-15", 30, false, "2024-02-14")]
    [InlineData("2024-01-15", 30, true, "2024-03-01")]
    [InlineData("2023-01-31", 30, true, "2023-03-02")]
    [InlineData("2024-02-29", 0, true, "2024-02-29")]
    [InlineData("2024-01-15", null, null, "2024-01-15")]
    public void An_invoice_is_due_by_its_terms(string issued, int? netDays, bool? endOfMonth, string due) =>
        DueDate.Of(Invoice(issued, netDays, endOfMonth)).ShouldBe(DateOnly.Parse(due, null));

    [Fact]
    public void A_stated_day_stands_and_other_kinds_get_none()
    {
        var invoice = Invoice("2024-01-15", 30, null);
        invoice.DueOn = new(2024, 5, 1);
        DueDate.Of(invoice).ShouldBe(new DateOnly(2024, 5, 1));

        var order = Invoice("2024-01-15", 30, null);
        order.Kind = DocumentKind.Order;
        DueDate.Of(order).ShouldBeNull();
    }

    [Fact]
    public void Of_instalments_the_first_is_due_first()
    {
        var invoice = Invoice("2024-01-15", 30, null);
        invoice.Instalments = [new(new(2024, 2, 1), 40), new(new(2024, 3, 1), 60)];

        DueDate.Of(invoice).ShouldBe(new DateOnly(2024, 2, 1));
    }

    private static Document Invoice(string issued, int? netDays, bool? endOfMonth) => new()
    {
        Kind = DocumentKind.Invoice,
        IssuedOn = DateOnly.Parse(issued, null),
        TermsNetDays = (short?)netDays,
        TermsEndOfMonth = endOfMonth,
    };
}
