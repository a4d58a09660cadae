using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

/// <summary>A row is kept as a whole or refused as a whole.</summary>
[Collection(IntakeCollection.Name)]
public sealed class WholeRowsTests(ServiceFixture<IntakeService> service)
{
    private const string OpenHeader = "business_code,cust_number,name_customer,invoice_id,due_in_date,invoice_currency,"
        + "total_open_amount,baseline_create_date,cust_payment_terms\n";

    private readonly string system = Given.Unique("rows");

    [Fact]
    public async Task A_row_with_a_refused_document_does_not_register_its_customer()
    {
        string Row(string customer, string amount) =>
            $"U001,{customer},Co {customer},{system}-1,2020-03-13,USD,{amount},2020-02-27,NAA8\n";
        await Given.ImportAsync(service, "highradius-open", OpenHeader + Row(system + "a", "10"));

        var answer = await Given.ImportAsync(service, "highradius-open", OpenHeader + Row(system + "b", "11"));

        answer.RefusedRows.ShouldHaveSingleItem().Rule.ShouldBe("ALREADY_RECORDED_DIFFERENTLY");
        (answer.Import.CustomersRegistered, answer.Import.RowsRecorded).ShouldBe((0, 0));
        (await FoundAsync("highradius", system + "b")).ShouldBeEmpty();
        answer.Position.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_earlier_row_registers_stays_when_a_later_row_is_refused()
    {
        var mapping = await MappingAsync();

        var answer = await Given.ImportAsync(service, mapping,
            "id,other,day,amount\nA,A,2024-12-31,10\nB,nobody,2024-12-31,10\nC,B,2024-12-31,10\n");

        answer.RefusedRows.Select(r => (r.Line, r.Rule, r.Value)).ShouldBe(
            [(3L, "UNKNOWN_CUSTOMER", "nobody"), (4L, "UNKNOWN_CUSTOMER", "B")]);
        (answer.Import.CustomersRegistered, answer.Import.StatementsFiled, answer.Import.DocumentsRecorded)
            .ShouldBe((1, 1, 1));
        (await FoundAsync(system, "A")).Count.ShouldBe(1);
        (await FoundAsync(system, "B")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_with_a_refused_statement_or_document_files_nothing()
    {
        var mapping = await MappingAsync();
        await Given.ImportAsync(service, mapping, "id,other,day,amount\nA,A,2024-12-31,10\n");
        var customer = (await FoundAsync(system, "A")).Single();

        // The invoice of the row is known with another amount; its statement would be new.
        var answer = await Given.ImportAsync(service, mapping, "id,other,day,amount\nA,A,2023-12-31,11\n");

        answer.RefusedRows.ShouldHaveSingleItem().Rule.ShouldBe("ALREADY_RECORDED_DIFFERENTLY");
        (await service.Client.Statements.ListStatementsAsync(new() { CustomerId = customer.CustomerId }))
            .Statements.ShouldHaveSingleItem().PeriodEnd.Value.ShouldBe("2024-12-31");
        (await service.PublishedAsync<StatementFiled>(customer.CustomerId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_customers_in_one_row_none_is_registered_when_one_is_refused()
    {
        var taken = Given.UnregisteredCustomer();
        taken.Identifiers.Add(new Identifier { Scheme = IdentifierScheme.Lei, Value = "529900T8BM49AURSDO55" });
        await Given.CustomerAsync(service, taken);
        var mapping = await Given.MappingAsync(service, $$"""
            mapping: 1
            system: {{system}}
            columns: { a: text, b: text, lei: text }
            customers:
              - { id: a, legal_name: a }
              - { id: b, legal_name: b, identifiers: lei }
            """);

        var answer = await Given.ImportAsync(service, mapping,
            "a,b,lei\nX,Y,LEI:529900T8BM49AURSDO55\nZ,Y,LEI:529900T8BM49AURSDO55\n");

        // The second row is not a repetition of one that was never kept.
        answer.RefusedRows.Select(r => r.Rule).ShouldBe(["IDENTIFIER_TAKEN", "IDENTIFIER_TAKEN"]);
        (answer.Import.RowsRepeated, answer.Import.CustomersRegistered).ShouldBe((0, 0));
        foreach (var id in (string[])["X", "Y", "Z"])
            (await FoundAsync(system, id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_documents_of_one_row_with_one_key_and_two_amounts_are_refused()
    {
        await Given.ImportAsync(service, "customers", $"system,id,legal_name\n{system},A,{system}\n");
        var mapping = await Given.MappingAsync(service, $$"""
            mapping: 1
            system: {{system}}
            columns: { customer: text, id: text, a: number, b: number }
            derived: { day: 'date("2025-01-31")' }
            documents:
              - { customer: customer, kind: INVOICE, id: id, issued_on: day, currency: '"CNY"', amount: a }
              - { customer: customer, kind: INVOICE, id: id, issued_on: day, currency: '"CNY"', amount: b }
            """);

        var answer = await Given.ImportAsync(service, mapping, "customer,id,a,b\nA,1,10,20\nA,2,30,30\n");

        var refused = answer.RefusedRows.ShouldHaveSingleItem();
        (refused.Line, refused.Rule).ShouldBe((2L, "ALREADY_RECORDED_DIFFERENTLY"));
        (answer.Import.RowsRecorded, answer.Import.DocumentsRecorded).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_customer_that_is_kept_counts_the_same_and_is_as_little_checked_however_the_rows_are_batched()
    {
        var mapping = await Given.MappingAsync(service, $$"""
            mapping: 1
            system: {{system}}
            columns: { id: text, name: text }
            customers:
              - { id: id, when_known: keep, legal_name: name }
            """);

        var inOne = await Given.ImportAsync(service, mapping, "id,name\nA,Acme\nA,\nA,Acme again\n");
        var later = await Given.ImportAsync(service, mapping, "id,name\nA,Acme\nA,\nB,\n");

        (inOne.Import.RowsRecorded, inOne.Import.RowsRepeated, inOne.Import.RowsRefused).ShouldBe((1, 2, 0));
        (later.Import.RowsRecorded, later.Import.RowsRepeated).ShouldBe((0, 2));
        later.RefusedRows.ShouldHaveSingleItem().Line.ShouldBe(4);
    }

    private Task<string> MappingAsync() => Given.MappingAsync(service, $$"""
        mapping: 1
        system: {{system}}
        columns: { id: text, other: text, day: date, amount: number }
        customers:
          - { id: id, when_known: keep, legal_name: id }
        statements:
          - customer: id
            period_start: day - 300d
            period_end: day
            currency: '"CNY"'
            equity: amount
        documents:
          - customer: other
            kind: INVOICE
            id: id
            issued_on: date("2025-01-31")
            currency: '"CNY"'
            amount: amount
        """);

    private async Task<IReadOnlyList<Customer>> FoundAsync(string ofSystem, string id) =>
        (await service.Client.Customers.ListCustomersAsync(
            new() { ExternalSystem = ofSystem, ExternalId = id })).Customers;
}
