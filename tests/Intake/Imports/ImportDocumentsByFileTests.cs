using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

public sealed partial class ImportDocumentsTests
{
    [Fact]
    public async Task A_workbook_comes_in_like_text()
    {
        var name = Given.Unique("xlsx");
        await service.Client.Imports.PutMappingAsync(new()
        {
            Name = name,
            Yaml = $$"""
                mapping: 1
                system: {{system}}
                columns: { name: text, due: date, amount: number, note: text? }
                derived: { cny: '"CNY"' }
                customers:
                  - { id: name, legal_name: name, when_known: keep }
                documents:
                  - customer: name
                    kind: INVOICE
                    id: concat(name, due)
                    issued_on: due
                    currency: cny
                    amount: amount
                """,
        });

        var answer = await Given.ImportAsync(service, name, Files.XlsxRowsTests.Workbook());

        answer.RefusedRows.ShouldBeEmpty();
        (answer.Import.DocumentsRecorded, answer.Import.CustomersRegistered).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_file_over_REST_comes_in_by_its_mapping()
    {
        await CustomersAsync("K");
        using var response = await service.Http.PostAsync(
            new Uri("v1/documents:import?mapping=documents&file_name=x.csv", UriKind.Relative),
            new StringContent(Invoices("K", 5), System.Text.Encoding.UTF8, "text/csv"));

        response.EnsureSuccessStatusCode();
        (await CountAsync()).ShouldBe(5);
    }
}
