using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

[Collection(IntakeCollection.Name)]
public sealed class ListRefusedRowsTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task All_refused_rows_are_listed_in_the_order_of_the_file_and_the_language_of_the_caller()
    {
        var rows = string.Concat(Enumerable.Range(0, 250).Select(i => $"{i},,ZZ\n"));
        var answer = await Given.ImportAsync(service, "customers", "id,legal_name,country\n" + rows);
        answer.RefusedRows.Count.ShouldBe(100);
        using var chinese = service.ClientWith(service.ApiKey, "zh-CN");

        var lines = new List<long>();
        var token = "";
        do
        {
            var page = await chinese.Imports.ListRefusedRowsAsync(
                new() { ImportId = answer.Import.ImportId, PageSize = 120, PageToken = token });
            page.RefusedRows.ShouldAllBe(r => r.Rule == "REQUIRED" && r.Field == "legal_name" && r.Reason == "必填");
            lines.AddRange(page.RefusedRows.Select(r => r.Line));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        lines.ShouldBe(Enumerable.Range(2, 250).Select(i => (long)i));
    }
}
