using Google.Protobuf.WellKnownTypes;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Customers;

[Collection(AlertingCollection.Name)]
public sealed class KeepCustomerWhenItChangedTests(AlertingFixture alerting)
{
    [Fact]
    public async Task The_newest_salesperson_owns_what_comes_and_older_facts_undo_nothing()
    {
        var debtor = new Debtor(alerting);
        await debtor.Register("li.na");
        await ChangeAsync(debtor, "zhang.wei", TimeSpan.FromMinutes(1));
        await ChangeAsync(debtor, "too.late", TimeSpan.FromMinutes(-5));

        await debtor.Warn(Severity.Notice);

        (await debtor.Alert()).Owner.ShouldBe("zhang.wei");
    }

    [Fact]
    public async Task Alerts_that_nobody_has_taken_go_to_the_new_salesperson_and_are_told()
    {
        var debtor = new Debtor(alerting);
        await debtor.Register("li.na");
        await debtor.Warn(Severity.Notice, "COURT_RECORD");
        await debtor.Warn(Severity.Notice);
        await alerting.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = (await debtor.Alert()).AlertId });
        var told = (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).Count;

        await debtor.Change("zhang.wei", legalName: "Northgate Machine Tools");

        var (taken, open) = ((await debtor.Alerts())[0], (await debtor.Alerts())[1]);
        (open.Owner, open.LegalName, open.History[^1].Step).ShouldBe(
            ("zhang.wei", "Northgate Machine Tools", AlertStep.OwnerChanged));
        taken.Owner.ShouldBe(taken.AcknowledgedBy);
        (taken.LegalName, taken.History[^1].Step).ShouldBe(("Northgate Machine Tools", AlertStep.Acknowledged));
        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).Skip(told).Select(e => e.Alert)
            .ShouldBe([open, taken]);
    }

    [Fact]
    public async Task A_customer_who_is_heard_of_later_than_the_alert_gives_it_its_owner()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);

        await debtor.Register("li.na");

        (await debtor.Alert()).Owner.ShouldBe("li.na");
    }

    [Fact]
    public async Task Neither_an_older_fact_nor_the_same_again_touches_an_alert()
    {
        var debtor = new Debtor(alerting);
        await debtor.Register("li.na");
        await debtor.Warn(Severity.Notice);
        var before = await debtor.Alert();

        await debtor.Change("li.na");
        await ChangeAsync(debtor, "too.late", TimeSpan.FromMinutes(-5));

        (await debtor.Alert()).ShouldBe(before);
    }

    private Task ChangeAsync(Debtor debtor, string salesperson, TimeSpan later) =>
        alerting.DeliverAsync("intake", debtor.Id, new CustomerChanged
        {
            Customer = new()
            {
                CustomerId = debtor.Id,
                LegalName = debtor.Name,
                Salesperson = salesperson,
                ChangedAt = (alerting.Clock.GetUtcNow() + later).ToTimestamp(),
            },
        });
}
