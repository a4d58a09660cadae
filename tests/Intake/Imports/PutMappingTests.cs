using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

[Collection(IntakeCollection.Name)]
public sealed class PutMappingTests(ServiceFixture<IntakeService> service)
{
    private const string Right = """
        mapping: 1
        system: erp-of-tests
        file: { delimiter: ";", decimal: "," }
        columns: { Kunde: text, Name: text, Betrag: number, Datum: date }
        derived: { eur: '"EUR"' }
        customers:
          - { id: Kunde, legal_name: Name, when_known: keep }
        documents:
          - customer: Kunde
            kind: INVOICE
            id: concat(Kunde, Betrag)
            issued_on: Datum
            currency: eur
            amount: Betrag
        """;

    [Fact]
    public async Task A_kept_mapping_reads_files_from_then_on_and_is_replaced_by_the_next()
    {
        var name = Given.Unique("m");
        await service.Client.Imports.PutMappingAsync(new() { Name = name, Yaml = Right });
        var customer = Given.Unique("k");

        var first = await Given.ImportAsync(service, name,
            $"Kunde;Name;Betrag;Datum\n{customer};Acme;1,50;2025-01-31\n");
        var second = await service.Client.Imports.PutMappingAsync(
            new() { Name = name, Yaml = Right + "\n# changed\n" });

        first.Import.DocumentsRecorded.ShouldBe(1);
        second.Sha256.ShouldNotBe(first.Import.MappingSha256);
        (await service.Client.Imports.ListMappingsAsync(new())).Mappings.Single(m => m.Name == name).ShouldBe(second);
    }

    [Fact]
    public async Task A_wrong_mapping_is_refused_with_its_lines_and_not_kept()
    {
        var name = Given.Unique("m");
        var refused = await Refused.ByAsync(service.Client.Imports.PutMappingAsync(
            new() { Name = name, Yaml = Right.Replace("amount: Betrag", "amount: Bertag", StringComparison.Ordinal) }));

        refused.Code.ShouldBe(StatusCode.InvalidArgument);
        refused.Reason.ShouldBe("WRONG_MAPPING");
        refused.Message.ShouldContain("line 14");
        refused.Message.ShouldContain("Bertag");
        (await service.Client.Imports.ListMappingsAsync(new())).Mappings.ShouldNotContain(m => m.Name == name);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("")]
    [InlineData("../etc")]
    public async Task A_name_is_letters_digits_and_hyphens(string name) =>
        (await Refused.ByAsync(service.Client.Imports.PutMappingAsync(new() { Name = name, Yaml = Right })))
            .Fields.ShouldBe(["name"]);
}
