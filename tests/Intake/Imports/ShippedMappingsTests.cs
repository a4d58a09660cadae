using System.Globalization;
using System.Text;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

/// <summary>The two invoice files that the shipped mappings are for, as they are: every row, every cent.</summary>
public sealed class ShippedMappingsTests(ServiceFixture<IntakeService> service)
    : IClassFixture<ServiceFixture<IntakeService>>
{
    [SharedDataFact]
    public async Task Both_invoice_files_come_in_with_every_row_and_cent()
    {
        var cleared = SharedData.Unzipped("highradius_cleared_before_2019-10-01.csv.gz");
        var open = await File.ReadAllBytesAsync(SharedData.PathOf("highradius_open_invoices.csv.gz"));

        var first = await Given.ImportAsync(service, "highradius-cleared", cleared);
        var second = await Given.ImportAsync(service, "highradius-open", open);

        first.RefusedRows.ShouldBeEmpty();
        second.RefusedRows.ShouldBeEmpty();
        (first.Import.RowsRecorded, first.Import.DocumentsRecorded).ShouldBe((25_274, 50_548));
        (second.Import.RowsRecorded, second.Import.DocumentsRecorded).ShouldBe((9_700, 9_700));
        (first.Import.CustomersRegistered + second.Import.CustomersRegistered).ShouldBe(975);
        var clearedSums = Sums(cleared, amount: 5,
            row => row[1].StartsWith("140", StringComparison.Ordinal) ? "CAD" : "USD");
        var openSums = Sums(SharedData.Unzipped("highradius_open_invoices.csv.gz"), amount: 12, row => row[9]);
        (await SumsAsync(first, DocumentKind.Invoice)).ShouldBe(clearedSums);
        (await SumsAsync(first, DocumentKind.Payment)).ShouldBe(clearedSums);
        (await SumsAsync(second, DocumentKind.Invoice)).ShouldBe(openSums);

        var again = await Given.ImportAsync(service, "highradius-cleared", cleared);
        (again.Import.RowsRepeated, again.Import.RowsRecorded, again.Import.RowsRefused).ShouldBe((25_274, 0, 0));
        var told = await service.PublishedAsync<DocumentsRecorded>();
        told.Sum(e => e.Documents.Count).ShouldBe(50_548 + 9_700);
        told.ShouldAllBe(e => e.Documents.Count <= 500 && e.Documents.All(d => d.CustomerId == e.CustomerId));
    }

    private static SortedDictionary<string, decimal> Sums(byte[] file, int amount, Func<string[], string> currency)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var row = line.TrimEnd('\r').Split(',');
            sums[currency(row)] = sums.GetValueOrDefault(currency(row))
                + decimal.Parse(row[amount], CultureInfo.InvariantCulture);
        }
        return sums;
    }

    private async Task<SortedDictionary<string, decimal>> SumsAsync(ImportDocumentsResponse import, DocumentKind kind)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var currency in (string[])["CAD", "USD"])
        {
            sums[currency] = await service.SqlAsync<decimal>(
                "SELECT sum(amount) FROM documents WHERE import_id = $1 AND kind = $2 AND currency_code = $3",
                Guid.Parse(import.Import.ImportId), (short)kind, currency);
        }
        return sums;
    }
}
