using Google.Protobuf.WellKnownTypes;
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
