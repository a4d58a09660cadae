using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

/// <summary>Files that come again, and files about what is known and has changed since.</summary>
[Collection(IntakeCollection.Name)]
public sealed class ImportAgainTests(ServiceFixture<IntakeService> service)
{
    private readonly string system = Given.Unique("again");

    [Fact]
    public async Task An_old_statement_file_that_comes_again_does_not_bring_back_what_was_corrected()
    {
        await CustomersAsync("A");
        await ImportAsync("statements", Statements("A", 100));
        await ImportAsync("statements", Statements("A", 10));

        var again = await ImportAsync("statements", Statements("A", 100));

        (again.Import.RowsRepeated, again.Import.RowsRecorded, again.Import.StatementsFiled).ShouldBe((1, 0, 0));
        again.Position.ShouldBeEmpty();
        (await PresentEquityAsync("A")).ShouldBe("10");
    }

    [Fact]
    public async Task A_file_with_both_versions_of_a_period_files_each_once_however_often_it_comes()
    {
        await CustomersAsync("A");
        var file = Statements("A", 100, 10, 70);

        var first = await ImportAsync("statements", file);
        var again = await ImportAsync("statements", file);

        first.Import.StatementsFiled.ShouldBe(3);
        (again.Import.StatementsFiled, again.Import.RowsRepeated).ShouldBe((0, 3));
        (await PresentEquityAsync("A")).ShouldBe("70");
    }

    [Fact]
    public async Task Forty_versions_of_one_statement_in_one_file_are_filed_in_their_order()
    {
        await CustomersAsync("A");

        var answer = await ImportAsync("statements", Statements("A", [.. Enumerable.Range(1, 40)]));

        answer.Import.StatementsFiled.ShouldBe(40);
        (await PresentEquityAsync("A")).ShouldBe("40");
    }

    [Fact]
    public async Task A_customer_changed_since_is_compared_with_what_it_is_now()
    {
        await ImportAsync("customers", $"system,id,legal_name,region\n{system},A,{system} Ltd,上海\n");
        await ChangeAsync("A", new() { Region = "北京", ExternalRefs = { Ref(system, "A"), Ref("crm", system) } },
            "region", "external_refs");

        var upToDate = await ImportAsync("customers", $"system,id,legal_name,region\n{system},A,{system} Ltd,北京\n");
        var stale = await ImportAsync("customers", $"system,id,legal_name,region\n{system},A,{system} Ltd,上海\n");
        var silent = await ImportAsync("customers", $"system,id,legal_name,region\n{system},A,{system} Ltd,\n");

        (upToDate.Import.RowsRepeated, silent.Import.RowsRepeated).ShouldBe((1, 1));
        var refused = stale.RefusedRows.ShouldHaveSingleItem();
        refused.Rule.ShouldBe("ALREADY_RECORDED_DIFFERENTLY");
        refused.Reason.ShouldContain("another region;");
    }

    [Fact]
    public async Task When_known_update_changes_what_the_file_says_and_nothing_else()
    {
        var mapping = await UpdatingAsync();
        await ImportAsync(mapping, $"id,name,region,records,status\nA,{system} Ltd,上海,LAWSUIT:2024-03-01,ACTIVE\n");
        await ChangeAsync("A", new() { Segment = "retail" }, "segment");

        var answer = await ImportAsync(mapping,
            $"id,name,region,records,status\nA,{system} AG,北京,PLEDGE:2025-01-02,\nA,,,,\n");

        answer.RefusedRows.ShouldHaveSingleItem().Rule.ShouldBe("REQUIRED");
        (answer.Import.RowsRecorded, answer.Import.CustomersRegistered).ShouldBe((1, 0));
        var now = await CustomerAsync("A");
        (now.LegalName, now.Region, now.Segment, now.Status).ShouldBe(
            ($"{system} AG", "北京", "retail", CustomerStatus.Active));
        now.FormerNames.ShouldBe([$"{system} Ltd"]);
        now.LegalRecords.Select(r => r.Kind).ShouldBe([LegalRecordKind.Lawsuit, LegalRecordKind.Pledge]);
        var told = (await service.PublishedAsync<CustomerChanged>(now.CustomerId))[^1];
        told.Customer.ShouldBe(now);
        told.ChangedFields.ShouldBe(["former_names", "legal_name", "region", "legal_records"], ignoreOrder: true);
        (await ImportAsync(mapping, $"id,name,region,records,status\nA,{system} AG,北京,PLEDGE:2025-01-02,ACTIVE\n"))
            .Import.RowsRepeated.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_by_file_keeps_the_rules_of_every_change()
    {
        var mapping = await UpdatingAsync();
        await ImportAsync(mapping, $"id,name,region,records,status\nA,{system} A,,,SUSPENDED\nB,{system} B,,,CLOSED\n");
        using var feed = await Given.SomebodyAsync(service, Role.Integrator);

        var answer = await Given.ImportAsync(feed, mapping, System.Text.Encoding.UTF8.GetBytes(
            $"id,name,region,records,status\nA,{system} A,,,ACTIVE\nB,{system} B,,,PROSPECT\n"));

        answer.RefusedRows.Select(r => (r.Line, r.Field, r.Rule)).ShouldBe(
            [(2L, "status", "ROLE_MISSING"), (3L, "status", "STATUS_TRANSITION_NOT_ALLOWED")]);
        (await CustomerAsync("A")).Status.ShouldBe(CustomerStatus.Suspended);
    }

    [Fact]
    public async Task Two_rows_that_update_one_customer_both_count()
    {
        var mapping = await UpdatingAsync();
        await ImportAsync(mapping, $"id,name,region,records,status\nA,{system} A,,,\n");

        var answer = await ImportAsync(mapping,
            $"id,name,region,records,status\nA,{system} A,北京,,\nA,{system} A,,PLEDGE:2025-01-02,\n");

        answer.Import.RowsRecorded.ShouldBe(2);
        var now = await CustomerAsync("A");
        (now.Region, now.LegalRecords.Count).ShouldBe(("北京", 1));
        (await service.PublishedAsync<CustomerChanged>(now.CustomerId)).ShouldHaveSingleItem()
            .ChangedFields.ShouldBe(["region", "legal_records"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_name_that_moves_to_another_customer_while_a_file_comes_in_is_followed()
    {
        await CustomersAsync("A");
        await CustomersAsync("B");
        var b = await CustomerAsync("B");
        using var call = service.Client.Imports.ImportDocuments(deadline: DateTime.MaxValue);
        await call.RequestStream.WriteAsync(new()
        {
            Mapping = "documents",
            File = Piece("system,customer,kind,id,issued_on,currency,amount\n"
                + string.Concat(Enumerable.Range(0, 5_000).Select(i => Invoice("A", $"I{i}")))),
        });
        await UntilSomeAreKeptAsync();
        await ChangeAsync("A", new() { ExternalRefs = { Ref(system, "old") } }, "external_refs");
        await ChangeAsync("B", new() { ExternalRefs = { Ref(system, "A") } }, "external_refs");
        await call.RequestStream.WriteAsync(new() { File = Piece(Invoice("A", "last")) });
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;

        (await service.SqlAsync<Guid>(
            "SELECT customer_id FROM documents WHERE ref_system = $1 AND ref_id = 'last'", system))
            .ShouldBe(Guid.Parse(b.CustomerId));
    }

    private string Invoice(string customer, string id) => $"{system},{customer},INVOICE,{id},2025-01-31,CNY,100\n";

    private static Google.Api.HttpBody Piece(string text) =>
        new() { Data = Google.Protobuf.ByteString.CopyFromUtf8(text) };

    private async Task UntilSomeAreKeptAsync()
    {
        for (var i = 0; i < 600; i++)
        {
            if (await service.SqlAsync<long>("SELECT count(*) FROM documents WHERE ref_system = $1", system) > 0)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new TimeoutException("The first piece was never kept.");
    }

    private Task<string> UpdatingAsync() => Given.MappingAsync(service, $$"""
        mapping: 1
        system: {{system}}
        columns: { id: text, name: text, region: text, records: text, status: text }
        customers:
          - { id: id, when_known: update, legal_name: name, region: region, legal_records: records, status: status }
        """);

    private string Statements(string customer, params int[] equities) =>
        "system,customer,period_start,period_end,currency,equity\n" + string.Concat(
            equities.Select(e => $"{system},{customer},2024-01-01,2024-12-31,CNY,{e}\n"));

    private Task<ImportDocumentsResponse> ImportAsync(string mapping, string text) =>
        Given.ImportAsync(service, mapping, text);

    private Task<ImportDocumentsResponse> CustomersAsync(string id) =>
        ImportAsync("customers", $"system,id,legal_name\n{system},{id},Customer {id} of {system}\n");

    private static Types.V1.ExternalRef Ref(string system, string id) => new() { System = system, Id = id };

    private async Task<Customer> CustomerAsync(string id) => (await service.Client.Customers.ListCustomersAsync(
        new() { ExternalSystem = system, ExternalId = id })).Customers.Single();

    private async Task ChangeAsync(string id, Customer change, params string[] fields) =>
        await service.Client.Customers.ChangeCustomerAsync(new()
        {
            CustomerId = (await CustomerAsync(id)).CustomerId,
            Customer = change,
            UpdateMask = new() { Paths = { fields } },
        });

    private async Task<string> PresentEquityAsync(string customer) =>
        (await service.Client.Statements.ListStatementsAsync(
            new() { CustomerId = (await CustomerAsync(customer)).CustomerId }))
        .Statements.ShouldHaveSingleItem().BalanceSheet.Equity.Value;
}
