using Grpc.Core;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers;

[Collection(IntakeCollection.Name)]
public sealed class ChangeGuardedFactsTests(ServiceFixture<IntakeService> service)
{
    private static LegalRecord Sanctions => new()
    {
        Kind = LegalRecordKind.SanctionsMatch,
        RecordedOn = new() { Value = "2025-05-05" },
        Reference = "list 7",
    };

    [Theory]
    [InlineData(Role.Sales)]
    [InlineData(Role.Finance)]
    public async Task Who_sells_does_not_wipe_the_sanctions_match_of_his_customer(Role role)
    {
        var customer = await WithAsync(c => c.LegalRecords.Add(Sanctions));
        using var somebody = await Given.SomebodyAsync(service, role);
        var ended = Sanctions;
        ended.EndedOn = new() { Value = "2025-06-01" };

        var removing = await RefusedAsync(somebody, customer, new(), "legal_records");
        var ending = await RefusedAsync(somebody, customer, new() { LegalRecords = { ended } }, "legal_records");

        removing.Reason.ShouldBe("LEGAL_RECORD_REMOVED");
        (ending.Code, ending.Reason).ShouldBe((StatusCode.PermissionDenied, "ROLE_MISSING"));
        (await NowAsync(customer)).LegalRecords.ShouldBe([Sanctions]);
    }

    [Fact]
    public async Task Legal_ends_a_record_and_an_interface_only_brings_new_ones()
    {
        var customer = await WithAsync(c => c.LegalRecords.Add(Sanctions));
        using var legal = await Given.SomebodyAsync(service, Role.Legal);
        using var feed = await Given.SomebodyAsync(service, Role.Integrator);
        var lawsuit = new LegalRecord { Kind = LegalRecordKind.Lawsuit, RecordedOn = new() { Value = "2025-05-06" } };
        var ended = Sanctions;
        ended.EndedOn = new() { Value = "2025-06-01" };

        await ChangeAsync(feed, customer, new() { LegalRecords = { Sanctions, lawsuit } }, "legal_records");
        (await RefusedAsync(feed, customer, new() { LegalRecords = { ended, lawsuit } }, "legal_records"))
            .Code.ShouldBe(StatusCode.PermissionDenied);
        await ChangeAsync(legal, customer, new() { LegalRecords = { ended, lawsuit } }, "legal_records");

        (await NowAsync(customer)).LegalRecords.ShouldBe([ended, lawsuit]);
    }

    [Fact]
    public async Task Of_two_who_add_a_record_without_having_seen_the_others_none_is_lost()
    {
        var customer = await Given.CustomerAsync(service);
        await ChangeAsync(service.Client, customer, new() { LegalRecords = { Sanctions } }, "legal_records");
        var lawsuit = new LegalRecord { Kind = LegalRecordKind.Lawsuit, RecordedOn = new() { Value = "2025-05-06" } };

        var refused = await RefusedAsync(
            service.Client, customer, new() { LegalRecords = { lawsuit } }, "legal_records");

        refused.Reason.ShouldBe("LEGAL_RECORD_REMOVED");
        (await NowAsync(customer)).LegalRecords.ShouldBe([Sanctions]);
    }

    [Theory]
    [InlineData(Role.Sales, CustomerStatus.Insolvent, CustomerStatus.Suspended, false)]
    [InlineData(Role.Sales, CustomerStatus.Suspended, CustomerStatus.Active, false)]
    [InlineData(Role.Finance, CustomerStatus.Suspended, CustomerStatus.Active, false)]
    [InlineData(Role.Integrator, CustomerStatus.Suspended, CustomerStatus.Active, false)]
    [InlineData(Role.Sales, CustomerStatus.Active, CustomerStatus.Suspended, false)]
    [InlineData(Role.Integrator, CustomerStatus.Active, CustomerStatus.Insolvent, true)]
    [InlineData(Role.Integrator, CustomerStatus.Suspended, CustomerStatus.Insolvent, true)]
    [InlineData(Role.Risk, CustomerStatus.Suspended, CustomerStatus.Active, true)]
    [InlineData(Role.Legal, CustomerStatus.Insolvent, CustomerStatus.Closed, true)]
    [InlineData(Role.Sales, CustomerStatus.Prospect, CustomerStatus.Active, true)]
    public async Task Suspension_and_insolvency_are_lifted_by_legal_and_risk_alone(
        Role role, CustomerStatus from, CustomerStatus to, bool isAllowed)
    {
        var customer = await WithAsync(c => c.Status = from);
        using var somebody = await Given.SomebodyAsync(service, role);

        if (isAllowed)
            await ChangeAsync(somebody, customer, new() { Status = to }, "status");
        else
            (await RefusedAsync(somebody, customer, new() { Status = to }, "status")).Reason.ShouldBe("ROLE_MISSING");

        (await NowAsync(customer)).Status.ShouldBe(isAllowed ? to : from);
    }

    [Fact]
    public async Task Sales_still_changes_the_rest_of_a_customer_with_records()
    {
        var customer = await WithAsync(c => c.LegalRecords.Add(Sanctions));
        using var sales = await Given.SomebodyAsync(service, Role.Sales);

        await ChangeAsync(sales, customer, new() { Segment = "retail" }, "segment");

        (await NowAsync(customer)).Segment.ShouldBe("retail");
    }

    private Task<Customer> WithAsync(Action<Customer> set)
    {
        var given = Given.UnregisteredCustomer();
        set(given);
        return Given.CustomerAsync(service, given);
    }

    private async Task<Customer> NowAsync(Customer customer) =>
        await service.Client.Customers.GetCustomerAsync(new() { CustomerId = customer.CustomerId });

    private static async Task ChangeAsync(RiskClient client, Customer customer, Customer change, string field) =>
        await client.Customers.ChangeCustomerAsync(Request(customer, change, field));

    private static Task<Refused> RefusedAsync(RiskClient client, Customer customer, Customer change, string field) =>
        Refused.ByAsync(client.Customers.ChangeCustomerAsync(Request(customer, change, field)));

    private static ChangeCustomerRequest Request(Customer customer, Customer change, string field) => new()
    {
        CustomerId = customer.CustomerId,
        Customer = change,
        UpdateMask = new() { Paths = { field } },
    };
}
