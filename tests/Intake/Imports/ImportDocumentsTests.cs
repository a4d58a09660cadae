using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

[Collection(IntakeCollection.Name)]
public sealed partial class ImportDocumentsTests(ServiceFixture<IntakeService> service)
{
    private readonly string system = Given.Unique("sys");

    [Fact]
    public async Task Customers_statements_and_documents_come_in_by_the_portable_shape()
    {
        var customers = await ImportAsync("customers", $"""
            system,id,legal_name,identifiers,country,registered_capital,capital_currency,parent,status,legal_records
            {system},P,Parent GmbH,,DE,,,,ACTIVE,
            {system},C,子公司有限公司,USCC:91152201078382010M,CN,5000000,CNY,P,ACTIVE,LAWSUIT:2024-03-01=50000 CNY|no 7
            """);
        var statements = await ImportAsync("statements", $"""
            system,customer,period_start,period_end,currency,total_assets,total_liabilities,equity,operating_cash_flow
            {system},C,2024-01-01,2024-12-31,CNY,1000,600,400,-5.5
            """);
        var documents = await ImportAsync("documents", $"""
            system,customer,kind,id,issued_on,due_on,currency,amount,net_days,end_of_month,links
            {system},C,ORDER,SO-1,2025-01-02,,CNY,113.00,30,true,
            {system},C,INVOICE,INV-1,2025-01-31,,CNY,113.00,30,true,ORDER:SO-1=113.00
            {system},C,PAYMENT,PAY-1,2025-03-01,,CNY,100.00,,,INVOICE:INV-1
            """);

        customers.Import.CustomersRegistered.ShouldBe(2);
        statements.Import.StatementsFiled.ShouldBe(1);
        documents.Import.DocumentsRecorded.ShouldBe(3);
        documents.RefusedRows.ShouldBeEmpty();
        documents.Import.State.ShouldBe(ImportState.Done);
        documents.Position.ShouldStartWith("intake.");
        var child = await CustomerAsync("C");
        child.ParentCustomerId.ShouldBe((await CustomerAsync("P")).CustomerId);
        child.LegalRecords.ShouldHaveSingleItem().Reference.ShouldBe("no 7");
        var recorded = (await service.Client.Documents.ListDocumentsAsync(new() { CustomerId = child.CustomerId }))
            .Documents;
        recorded.Select(d => d.Kind).ShouldBe([DocumentKind.Order, DocumentKind.Invoice, DocumentKind.Payment]);
        recorded[1].DueOn.Value.ShouldBe("2025-03-02");
        var fact = (await service.PublishedAsync<DocumentsRecorded>(child.CustomerId)).ShouldHaveSingleItem();
        fact.Documents.ShouldBe(recorded);
    }

    [Fact]
    public async Task A_group_comes_in_with_all_its_parents_in_one_file()
    {
        // Within a millisecond the order of the ids is chance: one of so many children is written before its parent.
        var file = "system,id,legal_name,parent\n" + string.Concat(Enumerable.Range(0, 50)
            .Select(i => $"{system},G{i},Group {i} GmbH,{(i == 0 ? "" : $"G{i - 1}")}\n"));

        var answer = await ImportAsync("customers", file);

        answer.RefusedRows.ShouldBeEmpty();
        answer.Import.CustomersRegistered.ShouldBe(50);
        (await CustomerAsync("G49")).ParentCustomerId.ShouldBe((await CustomerAsync("G48")).CustomerId);
    }

    [Fact]
    public async Task The_end_of_an_import_is_told_with_the_places_of_its_last_events()
    {
        await CustomersAsync("E");

        var done = await ImportAsync("documents", Invoices("E", count: 20));

        var told = (await service.PublishedAsync<ImportFinished>(done.Import.ImportId)).ShouldHaveSingleItem();
        (told.Import.State, told.Import.DocumentsRecorded).ShouldBe((ImportState.Done, 20));
        told.Position.ShouldBe(done.Position);
        (await service.PublishedAsync<DocumentsRecorded>((await CustomerAsync("E")).CustomerId))
            .SelectMany(r => r.Documents).ShouldAllBe(d => d.ImportId == done.Import.ImportId);
    }

    [Fact]
    public async Task The_same_file_again_is_recognised_row_by_row()
    {
        var file = Invoices("K", count: 20);
        await CustomersAsync("K");
        var first = await ImportAsync("documents", file);
        var again = await ImportAsync("documents", file);

        first.Import.RowsRecorded.ShouldBe(20);
        again.Import.RowsRepeated.ShouldBe(20);
        again.Import.DocumentsRecorded.ShouldBe(0);
        again.Position.ShouldBeEmpty();
        (await CountAsync()).ShouldBe(20);
        (await ImportAsync("customers", CustomersFile("K"))).Import.RowsRepeated.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_says_otherwise_than_before_is_refused_and_named()
    {
        await CustomersAsync("K");
        await ImportAsync("documents", Invoices("K", count: 3));
        var answer = await ImportAsync("documents",
            Invoices("K", count: 3).Replace("100.01", "100.99", StringComparison.Ordinal));

        var refused = answer.RefusedRows.ShouldHaveSingleItem();
        (refused.Line, refused.Field, refused.Rule, refused.Value)
            .ShouldBe((3, "id", "ALREADY_RECORDED_DIFFERENTLY", "I1"));
        answer.Import.RowsRepeated.ShouldBe(2);
    }

    [Fact]
    public async Task Bad_rows_are_named_with_line_field_rule_and_value_and_the_others_kept()
    {
        await CustomersAsync("K");
        var answer = await ImportAsync("documents", $"""
            system,customer,kind,id,issued_on,due_on,currency,amount
            {system},K,INVOICE,A,2025-01-31,2025-02-28,CNY,100
            {system},K,INVOICE,B,31.01.2025,2025-02-28,CNY,100
            {system},K,INVOICE,C,2025-01-31,2025-01-30,CNY,100
            {system},K,INVOICE,D,2025-01-31,2025-02-28,RMB,100
            {system},K,INVOICE,E,2025-01-31,2025-02-28,CNY,-1
            {system},nobody,INVOICE,F,2025-01-31,2025-02-28,CNY,100
            {system},K,BILL,G,2025-01-31,2025-02-28,CNY,100
            {system},K,INVOICE,H,2025-01-31
            {system},K,INVOICE,I,2025-01-31,2025-02-28,CNY,100
            {system},K,INVOICE,A,2025-01-31,2025-02-28,CNY,101
            """);

        answer.RefusedRows.Select(r => (r.Line, r.Field, r.Rule, r.Value)).ShouldBe(
        [
            (3L, "issued_on", "NOT_A_DATE", "31.01.2025"),
            (4L, "due_on", "DUE_BEFORE_ISSUED", "2025-01-30"),
            (5L, "amount.currency_code", "UNKNOWN_CURRENCY", "RMB"),
            (6L, "amount.amount", "AMOUNT_NOT_POSITIVE", "-1"),
            (7L, "customer", "UNKNOWN_CUSTOMER", "nobody"),
            (8L, "kind", "UNKNOWN_CHOICE", "BILL"),
            (9L, "", "CELLS_COUNT_DIFFERS", ""),
            (11L, "id", "ALREADY_RECORDED_DIFFERENTLY", "A"),
        ]);
        answer.Import.RowsRead.ShouldBe(10);
        answer.Import.RowsRecorded.ShouldBe(2);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task All_or_nothing_keeps_nothing_when_one_row_is_bad_and_names_all_bad_ones()
    {
        await CustomersAsync("K");
        var bad = Invoices("K", count: 12_000)
            + $"{system},K,INVOICE,X,2025-01-31,CNY,0\n{system},K,INVOICE,Y,2025-01-31,CNY,0\n";

        var answer = await ImportAsync("documents", bad, r => r.AllOrNothing = true);

        answer.Import.State.ShouldBe(ImportState.Failed);
        answer.Import.Failure.ShouldContain("2 rows");
        answer.RefusedRows.Select(r => r.Line).ShouldBe([12_002, 12_003]);
        (answer.Import.RowsRead, answer.Import.RowsRecorded, answer.Import.DocumentsRecorded).ShouldBe((12_002, 0, 0));
        answer.Position.ShouldBeEmpty();
        (await CountAsync()).ShouldBe(0);
        (await service.Client.Imports.GetImportAsync(new() { ImportId = answer.Import.ImportId }))
            .ShouldBe(answer.Import);
        (await ImportAsync("documents", Invoices("K", count: 12_000), r => r.AllOrNothing = true))
            .Import.RowsRecorded.ShouldBe(12_000);
        (await CountAsync()).ShouldBe(12_000);
    }

    [Fact]
    public async Task The_same_file_imported_twice_at_once_is_recorded_once()
    {
        await CustomersAsync("K");
        var file = Invoices("K", count: 3_000);

        var answers = await Task.WhenAll(ImportAsync("documents", file), ImportAsync("documents", file));

        answers.Sum(a => a.Import.RowsRecorded).ShouldBe(3_000);
        answers.Sum(a => a.Import.RowsRepeated).ShouldBe(3_000);
        (await CountAsync()).ShouldBe(3_000);
        (await service.SqlAsync<long>(
            "SELECT count(*) FROM (SELECT DISTINCT document_id FROM documents WHERE ref_system = $1) d", system))
                .ShouldBe(3_000);
    }

    [Fact]
    public async Task A_customer_on_many_lines_with_many_names_is_registered_once_under_the_first()
    {
        const string Header = "business_code,cust_number,name_customer,invoice_id,due_in_date,invoice_currency,"
            + "total_open_amount,baseline_create_date,cust_payment_terms\n";
        var id = Given.Unique("hr");
        var answer = await ImportAsync("highradius-open", Header
            + $"U001,{id},WINC  co,{id}1.0,2020-03-13,USD,8734.71,2020-02-27,NAA8\n"
            + $"U001,{id},WINC llc,{id}2.0,20200313,USD,1.20,20200227.0,NAA8\n");

        (answer.Import.CustomersRegistered, answer.Import.DocumentsRecorded).ShouldBe((1, 2));
        var found = await service.Client.Customers.ListCustomersAsync(
            new() { ExternalSystem = "highradius", ExternalId = id });
        found.Customers.ShouldHaveSingleItem().LegalName.ShouldBe("WINC co");
        var documents = (await service.Client.Documents.ListDocumentsAsync(
            new() { CustomerId = found.Customers[0].CustomerId })).Documents;
        documents[1].ExternalRef.Id.ShouldBe(id + "2");
        documents[1].IssuedOn.Value.ShouldBe("2020-02-27");
        documents[1].Terms.Code.ShouldBe("NAA8");
    }

    [Theory]
    [InlineData("id,legal_name\n1", "header lacks nothing", false)]
    [InlineData("id\n1\n", "legal_name", true)]
    [InlineData("", "empty", true)]
    public async Task A_file_that_cannot_be_read_is_refused_and_says_why(string text, string why, bool isRefused)
    {
        if (!isRefused)
        {
            (await ImportAsync("customers", text)).RefusedRows.ShouldHaveSingleItem()
                .Rule.ShouldBe("CELLS_COUNT_DIFFERS", why);
            return;
        }
        var refused = await Refused.ByAsync(ImportAsync("customers", text));
        refused.Code.ShouldBe(StatusCode.InvalidArgument);
        refused.Message.ShouldContain(why);
    }

    [Fact]
    public async Task An_unknown_mapping_is_not_found() =>
        (await Refused.ByAsync(ImportAsync("nope", "a\n1\n"))).Code.ShouldBe(StatusCode.NotFound);

    [Fact]
    public async Task An_import_id_is_used_once()
    {
        await CustomersAsync("K");
        var id = Guid.CreateVersion7().ToString();
        (await ImportAsync("documents", Invoices("K", 1), r => r.ImportId = id)).Import.ImportId.ShouldBe(id);

        (await Refused.ByAsync(ImportAsync("documents", Invoices("K", 1), r => r.ImportId = id)))
            .Code.ShouldBe(StatusCode.AlreadyExists);
    }

    private Task<ImportDocumentsResponse> ImportAsync(
        string mapping, string text, Action<ImportDocumentsRequest>? settings = null) =>
        Given.ImportAsync(service, mapping, text, settings);

    private string CustomersFile(string id) => $"system,id,legal_name\n{system},{id},Customer {system}\n";

    private Task<ImportDocumentsResponse> CustomersAsync(string id) => ImportAsync("customers", CustomersFile(id));

    private string Invoices(string customer, int count) => "system,customer,kind,id,issued_on,currency,amount\n"
        + string.Concat(Enumerable.Range(0, count)
            .Select(i => $"{system},{customer},INVOICE,I{i},2025-01-31,CNY,100.{i % 100:00}\n"));

    private Task<long> CountAsync() => service.SqlAsync<long>("SELECT count(*) FROM documents WHERE ref_system = $1",
        system);

    private async Task<Customer> CustomerAsync(string id) => (await service.Client.Customers.ListCustomersAsync(
        new() { ExternalSystem = system, ExternalId = id })).Customers.Single();
}
