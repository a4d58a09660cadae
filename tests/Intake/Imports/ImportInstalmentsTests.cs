using Risk.Intake.V1;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

public sealed partial class ImportDocumentsTests
{
    [Fact]
    public async Task Instalments_and_clearings_come_in_as_lists_and_what_does_not_add_up_is_refused_by_its_row()
    {
        await CustomersAsync("T");
        var file = $"""
            system,customer,kind,id,issued_on,currency,amount,instalments,links
            {system},T,INVOICE,INV-1,2025-01-31,CNY,100,2025-02-28=40; 2025-03-31=60,
            {system},T,INVOICE,INV-2,2025-01-31,CNY,100,2025-02-28=40; 2025-03-31=70,
            {system},T,PAYMENT,PAY-1,2025-03-01,CNY,60,,
            {system},T,CLEARING,CLR-1,2025-03-02,CNY,60,,INVOICE#2:INV-1; PAYMENT:PAY-1
            """;

        var answer = await ImportAsync("documents", file);
        var again = await ImportAsync("documents", file);

        var refused = answer.RefusedRows.ShouldHaveSingleItem();
        (refused.Line, refused.Field, refused.Rule).ShouldBe((3, "instalments", "INSTALMENTS_DIFFER_FROM_AMOUNT"));
        again.Import.RowsRepeated.ShouldBe(3);
        var recorded = (await service.Client.Documents.ListDocumentsAsync(
            new() { CustomerId = (await CustomerAsync("T")).CustomerId })).Documents;
        var invoice = recorded.Single(d => d.Kind == DocumentKind.Invoice);
        invoice.Instalments.Select(i => (i.DueOn.Value, i.Amount.Amount))
            .ShouldBe([("2025-02-28", "40.00"), ("2025-03-31", "60.00")]);
        recorded.Single(d => d.Kind == DocumentKind.Clearing).Links[0].Instalment.ShouldBe(2);
    }
}
