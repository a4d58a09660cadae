using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

[Collection(IntakeCollection.Name)]
public sealed class ImportRatingsTests(ServiceFixture<IntakeService> service)
{
    private const string Header = "system,customer,agency,rating,rated_on,valid_until\n";

    private readonly string system = Given.Unique("sys");

    [Fact]
    public async Task Ratings_come_in_by_rows_and_change_nothing_else_of_their_customers()
    {
        await CustomersAsync("A", "B");
        var before = await CustomerAsync("A");

        var answer = await RatingsAsync("A,S&P,BBB-,2025-03-01,2026-02-28", "A,CCXI,AA+,2025-06-30,",
            "B,Moody's,Baa3,2025-01-15,");

        answer.RefusedRows.ShouldBeEmpty();
        (answer.Import.RowsRead, answer.Import.CustomersRegistered).ShouldBe((3, 0));
        var after = await CustomerAsync("A");
        Said(after).ShouldBe("S&P BBB- 2025-03-01..2026-02-28, CCXI AA+ 2025-06-30..");
        Said(await CustomerAsync("B")).ShouldBe("Moody's Baa3 2025-01-15..");
        (after.LegalName, after.Region, after.Status, after.FormerNames.Count)
            .ShouldBe((before.LegalName, before.Region, before.Status, 0));
        var told = (await service.PublishedAsync<CustomerChanged>(after.CustomerId)).ShouldHaveSingleItem();
        told.ChangedFields.ShouldBe(["external_ratings"]);
        told.Customer.ExternalRatings.ShouldBe(after.ExternalRatings);
    }

    [Fact]
    public async Task The_same_row_again_says_nothing_new_and_another_rating_of_the_day_corrects_it()
    {
        await CustomersAsync("C");
        await RatingsAsync("C,Fitch,A,2025-03-01,2026-02-28");

        var again = await RatingsAsync("C,Fitch,A,2025-03-01,2026-02-28", "C,FITCH,A,2025-03-01,");
        await RatingsAsync("C,Fitch,A-,2025-03-01,");

        again.Import.RowsRepeated.ShouldBe(1);
        Said(await CustomerAsync("C")).ShouldBe("Fitch A- 2025-03-01..2026-02-28");
    }

    [Theory]
    [InlineData("nobody,S&P,A,2025-03-01,", "customer", "UNKNOWN_CUSTOMER")]
    [InlineData("D,,A,2025-03-01,", "rating.agency", "REQUIRED")]
    [InlineData("D,S&P,,2025-03-01,", "rating.rating", "REQUIRED")]
    [InlineData("D,S&P,a rating that is far too long,2025-03-01,", "rating.rating", "TOO_LONG")]
    [InlineData("D,S&P,A,2999-03-01,", "rating.rated_on", "IN_THE_FUTURE")]
    [InlineData("D,S&P,A,,", "rating.rated_on", "REQUIRED")]
    [InlineData("D,S&P,A,1 March,", "rated_on", "NOT_A_DATE")]
    [InlineData("D,S&P,A,2025-03-01,2025-02-01", "rating.valid_until", "ENDED_BEFORE_RATED")]
    public async Task A_wrong_row_is_refused_with_field_and_reason_and_the_others_are_kept(
        string row, string field, string rule)
    {
        await CustomersAsync("D");

        var answer = await RatingsAsync(row, "D,DBRS,BBB,2025-05-01,");

        var refused = answer.RefusedRows.ShouldHaveSingleItem();
        (refused.Line, refused.Field, refused.Rule).ShouldBe((2, field, rule));
        (refused.Reason.Length > 0).ShouldBeTrue();
        Said(await CustomerAsync("D")).ShouldBe("DBRS BBB 2025-05-01..");
    }

    [Fact]
    public async Task No_customer_has_more_ratings_than_fifty()
    {
        await CustomersAsync("E");

        var answer = await RatingsAsync([.. Enumerable.Range(0, 51).Select(i =>
            $"E,S&P,A,{new DateOnly(2020, 1, 1).AddMonths(i):yyyy-MM-dd},")]);

        var refused = answer.RefusedRows.ShouldHaveSingleItem();
        (refused.Line, refused.Rule).ShouldBe((52, "TOO_MANY"));
        (await CustomerAsync("E")).ExternalRatings.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Customers_bring_their_ratings_along_and_a_row_may_hold_those_of_several_agencies()
    {
        await Given.ImportAsync(service, "customers", "system,id,legal_name,external_ratings\n"
            + $"{system},F,Foundry of {system},S&P:BB+:2024-03-01..2025-02-28; Fitch:BBB-:2024-05-01\n");
        var name = await Given.MappingAsync(service, $$"""
            mapping: 1
            system: {{system}}
            file: { delimiter: ";" }
            columns: { id: text, sp: text?, moodys: text?, fitch: text?, day: date }
            ratings:
              - { when: sp is not null, customer: id, agency: '"S&P"', rating: sp, rated_on: day }
              - { when: moodys is not null, customer: id, agency: '"Moody''s"', rating: moodys, rated_on: day }
              - { when: fitch is not null, customer: id, agency: '"Fitch"', rating: fitch, rated_on: day }
            """);

        var answer = await Given.ImportAsync(service, name, "id;sp;moodys;fitch;day\nF;BBB-;Baa3;BBB;2025-04-01\n");

        answer.RefusedRows.ShouldBeEmpty();
        Said(await CustomerAsync("F")).ShouldBe("S&P BB+ 2024-03-01..2025-02-28, Fitch BBB- 2024-05-01.., "
            + "S&P BBB- 2025-04-01.., Moody's Baa3 2025-04-01.., Fitch BBB 2025-04-01..");
    }

    private static string Said(Customer customer) => string.Join(", ", customer.ExternalRatings.Select(r =>
        $"{r.Agency} {r.Rating} {r.RatedOn.Value}..{r.ValidUntil?.Value}"));

    private Task<ImportDocumentsResponse> RatingsAsync(params string[] rows) =>
        Given.ImportAsync(service, "ratings", Header + string.Concat(rows.Select(r => $"{system},{r}\n")));

    private Task<ImportDocumentsResponse> CustomersAsync(params string[] ids) => Given.ImportAsync(service, "customers",
        "system,id,legal_name,region\n"
        + string.Concat(ids.Select(i => $"{system},{i},Company {i} of {system},Guangdong\n")));

    private async Task<Customer> CustomerAsync(string id) => (await service.Client.Customers.ListCustomersAsync(
        new() { ExternalSystem = system, ExternalId = id })).Customers.Single();
}
