using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports.Batches;

[Collection(IntakeCollection.Name)]
public sealed class CustomerCopyTests(ServiceFixture<IntakeService> service)
{
    private readonly string system = Given.Unique("copy");

    [Fact]
    public async Task A_customer_of_a_file_is_read_back_as_it_was_told()
    {
        const string Header = "system,id,legal_name,former_names,country,region,isic_section,incorporated_on,"
            + "registered_capital,paid_in_capital,capital_currency,business_scope,headcount,market_share,satisfaction,"
            + "segment,salesperson,status,customer_since,parent,legal_records\n";
        var answer = await Given.ImportAsync(service, "customers", Header
            + $"{system},P,{system} Holding AG,,DE,,,,,,,,,,,,,,,,\n"
            + $"{system},C,“{system}”（深圳）有限公司,Old One;旧名,CN,44,C,1999-12-31,123456789.0125,0.5,CNY,"
            + "\"a, \"\"b\"\" 与\",40000,0.12345678,1,retail,李,ACTIVE,2020-02-29,P,"
            + "LAWSUIT:2024-03-01=50000 CNY|no 7\n");

        answer.RefusedRows.ShouldBeEmpty();
        foreach (var told in await ToldAsync())
        {
            var kept = await service.Client.Customers.GetCustomerAsync(new() { CustomerId = told.CustomerId });
            kept.ShouldBe(told);
        }
        var child = (await ToldAsync()).Single(c => c.ParentCustomerId.Length > 0);
        (child.Headcount, child.FormerNames.Count, child.LegalRecords.Count).ShouldBe((40_000, 2, 1));
        child.RegisteredCapital.Amount.ShouldBe("123456789.0125");
    }

    [Fact]
    public async Task A_customer_of_a_file_is_found_by_its_similar_name()
    {
        await Given.ImportAsync(service, "customers", $"system,id,legal_name\n{system},K,{system} Gesellschaft mbH\n");

        var answer = await service.Client.Customers.RegisterCustomerAsync(
            new() { Customer = Given.UnregisteredCustomer($"{system} GmbH") });

        answer.SimilarCustomers.ShouldHaveSingleItem().LegalName.ShouldBe($"{system} Gesellschaft mbH");
    }

    private async Task<IReadOnlyList<Customer>> ToldAsync() =>
        [.. (await service.PublishedAsync<CustomerRegistered>()).Select(f => f.Customer)
            .Where(c => c.ExternalRefs.Any(r => r.System == system))];
}
