using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

/// <summary>The same content in another form, or through another door.</summary>
[Collection(IntakeCollection.Name)]
public sealed class ImportedFormsTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_workbook_comes_in_like_text()
    {
        var (name, system) = (Given.Unique("xlsx"), Given.Unique("sys"));
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
        var system = Given.Unique("sys");
        await Given.ImportAsync(service, "customers", $"system,id,legal_name\n{system},K,Customer {system}\n");
        var file = "system,customer,kind,id,issued_on,currency,amount\n"
            + string.Concat(Enumerable.Range(0, 5).Select(i => $"{system},K,INVOICE,I{i},2025-01-31,CNY,1\n"));

        using var response = await service.Http.PostAsync(
            new Uri("v1/documents:import?mapping=documents&file_name=x.csv", UriKind.Relative),
            new StringContent(file, System.Text.Encoding.UTF8, "text/csv"));

        response.EnsureSuccessStatusCode();
        (await service.SqlAsync<long>("SELECT count(*) FROM documents WHERE ref_system = $1", system)).ShouldBe(5);
    }
}
