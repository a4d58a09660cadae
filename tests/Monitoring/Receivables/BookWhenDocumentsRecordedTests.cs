using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Receivables;

[Collection(MonitoringCollection.Name)]
public sealed class BookWhenDocumentsRecordedTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task An_invoice_long_past_due_raises_a_warning_that_names_it()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var invoice = customer.Invoice("R-1", "70000", issuedDaysAgo: 130, dueDaysAgo: 95);

        await customer.Record(invoice);

        var told = (await monitoring.PublishedAsync<WarningRaised>(customer.Id))
            .Single(w => w.Warning.Rule == "OLDEST_ITEM_OVERDUE").Warning;
        told.Severity.ShouldBe(Severity.Critical);
        told.LegalName.ShouldBe(customer.Customer().LegalName);
        told.Text.En.ShouldBe("The oldest open item is 95 days past due.");
        told.Text.Zh.ShouldBe("最早未清项已逾期 95 天。");
        told.Evidence[0].ShouldBe(new Evidence
        {
            Indicator = "oldest_overdue_days",
            Value = new() { Value = "95" },
            Threshold = new() { Value = "90" },
            Text = new()
            {
                En = "Oldest open item: 95 days, raised at 90 days",
                Zh = "最长逾期：95 天，预警线 90 天",
            },
        });
        told.Evidence[^1].DocumentId.ShouldBe(invoice.DocumentId);
        told.Evidence[^1].Text.En.ShouldStartWith("R-1: 70,000.00 CNY unpaid");
    }

    [Fact]
    public async Task A_payment_that_comes_before_its_invoice_settles_it()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        await customer.Record(customer.Payment("10000", daysAgo: 50, "R-1"));
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 90, dueDaysAgo: 60));

        var indicators = await customer.Indicators();
        indicators["days_beyond_terms"].ShouldBe("10 (10)");
        indicators["overdue_share"].ShouldBe("0 (0)");
        (await customer.Warnings()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payment_clears_what_the_invoice_had_raised()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        (await customer.Warnings()).Select(w => w.Rule).ShouldContain("OLDEST_ITEM_OVERDUE");

        await customer.Record(customer.Payment("10000", daysAgo: 0, "R-1"));

        (await customer.Warnings()).Select(w => w.Rule).ShouldNotContain("OLDEST_ITEM_OVERDUE");
        var ended = (await monitoring.PublishedAsync<WarningEnded>(customer.Id))
            .Single(w => w.Warning.Rule == "OLDEST_ITEM_OVERDUE").Warning;
        (ended.State, ended.EndedAt is null).ShouldBe((WarningState.Cleared, false));
    }

    [Fact]
    public async Task What_is_written_off_does_not_cure_the_customer()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 130, dueDaysAgo: 95));

        await customer.Record(
            customer.On(DocumentKind.WriteOff, "W-1", "10000", daysAgo: 0, (DocumentKind.Invoice, "R-1")));
        var lost = await customer.Warnings();
        await customer.Record(
            customer.On(DocumentKind.Reversal, "X-1", "10000", daysAgo: 0, (DocumentKind.WriteOff, "W-1")));

        var raised = lost.Single(w => w.Rule == "WRITTEN_OFF");
        raised.Severity.ShouldBe(Severity.Critical);
        raised.Text.En.ShouldBe("Invoices written off within 12 months: 1.");
        (await customer.Warnings()).Select(w => w.Rule).ShouldNotContain("WRITTEN_OFF");
        (await customer.Warnings()).Select(w => w.Rule).ShouldContain("OLDEST_ITEM_OVERDUE");
    }

    [Fact]
    public async Task Documents_told_twice_count_once()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var told = customer.Recorded(
            customer.Invoice("R-1", "100", issuedDaysAgo: 70, dueDaysAgo: 40),
            customer.Payment("30", daysAgo: 1, "R-1"));

        await customer.Intake(told);
        var once = await customer.Indicators();
        await customer.Intake(told, told);

        (await customer.Indicators()).ShouldBe(once);
        once["overdue_amount"].ShouldBe("70 (100)");
    }
}
