using Google.Protobuf.WellKnownTypes;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Customers;

[Collection(MonitoringCollection.Name)]
public sealed class KeepCustomerWhenItChangedTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task A_court_record_raises_a_warning_and_its_end_clears_it()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        await Change(customer, c => c.LegalRecords.Add(Record(customer, LegalRecordKind.DishonestDebtor, daysAgo: 3)));
        var raised = (await customer.Warnings()).ShouldHaveSingleItem();
        await Change(customer, c => c.LegalRecords.Clear());

        (raised.Rule, raised.Severity).ShouldBe(("COURT_RECORD", Severity.Serious));
        (await customer.Warnings()).ShouldBeEmpty();
        (await customer.Warnings(WarningState.Cleared)).ShouldHaveSingleItem().WarningId.ShouldBe(raised.WarningId);
    }

    [Fact]
    public async Task An_insolvent_customer_is_critical()
    {
        var customer = await WatchedCustomer.Registered(monitoring, c => c.Status = CustomerStatus.Insolvent);

        var raised = (await customer.Warnings()).ShouldHaveSingleItem();
        (raised.Rule, raised.Severity).ShouldBe(("INSOLVENCY_OR_SANCTIONS", Severity.Critical));
    }

    [Fact]
    public async Task What_an_older_event_tells_does_not_undo_what_is_newer()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var older = customer.Customer(c =>
        {
            c.LegalName = "Former name";
            c.Status = CustomerStatus.Insolvent;
            c.ChangedAt = Timestamp.FromDateTimeOffset(monitoring.Clock.GetUtcNow().AddDays(-1));
        });

        await customer.Intake(new CustomerChanged { Customer = older });

        (await customer.Warnings()).ShouldBeEmpty();
        (await monitoring.SqlAsync<string>(
            "SELECT legal_name FROM customers WHERE customer_id = $1", Guid.Parse(customer.Id)))
            .ShouldBe(customer.Customer().LegalName);
    }

    private static Task Change(WatchedCustomer customer, Action<Customer> with) =>
        customer.Intake(new CustomerChanged { Customer = customer.Customer(with) });

    private static LegalRecord Record(WatchedCustomer customer, LegalRecordKind kind, int daysAgo) =>
        new() { Kind = kind, RecordedOn = WatchedCustomer.Day(customer.Today.AddDays(-daysAgo)) };
}
