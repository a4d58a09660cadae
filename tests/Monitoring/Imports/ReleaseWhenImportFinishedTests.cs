using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Imports;

/// <summary>With a service of its own, because its clock is put forward.</summary>
public sealed class ReleaseWhenImportFinishedTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    private readonly string import = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task A_customer_is_judged_when_the_import_that_brings_its_documents_has_ended()
    {
        var (paid, unpaid) = (await WatchedCustomer.Registered(monitoring),
            await WatchedCustomer.Registered(monitoring));
        foreach (var customer in (WatchedCustomer[])[paid, unpaid])
            await Imported(customer, customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        monitoring.Clock.Advance(TimeSpan.FromMinutes(3));
        // Whatever else is told of it meanwhile changes nothing: half of its documents are not here yet.
        await unpaid.Scoring(unpaid.Limit("100"), unpaid.Owes(("CNY", "10000")));
        await Task.Delay(TimeSpan.FromSeconds(1));
        var during = await unpaid.Warnings();

        var last = await Imported(paid, paid.Payment("10000", daysAgo: 40, "R-1"));
        await Finished(last, await Imported(unpaid, unpaid.Invoice("R-2", "1", issuedDaysAgo: 1, dueDaysAgo: 0)));
        await Warned(unpaid);

        during.ShouldBeEmpty();
        (await monitoring.PublishedAsync<WarningRaised>(paid.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Not_before_the_last_of_it_is_here_though_its_end_is_known()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var first = await Imported(customer, customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        LogPosition.TryParse(first, out var place).ShouldBeTrue();

        // Its end may be told in the same partition, and move the cursor by one.
        await Finished((place with { Row = place.Row + 2 }).ToString());
        monitoring.Clock.Advance(TimeSpan.FromMinutes(3));
        await Task.Delay(TimeSpan.FromSeconds(1));
        var during = await customer.Warnings();
        await Imported(customer, customer.Payment("5000", daysAgo: 40, "R-1"));
        await Imported(customer, customer.Payment("5000", daysAgo: 40, "R-1"));
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () =>
            {
                monitoring.Clock.Advance(TimeSpan.FromSeconds(5));
                return await Waiting(customer) == 0;
            }, "the customer to be judged");

        during.ShouldBeEmpty();
        (await monitoring.PublishedAsync<WarningRaised>(customer.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_an_import_whose_end_nobody_tells_the_customers_wait_for_half_an_hour()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await Imported(customer, customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));

        monitoring.Clock.Advance(TimeSpan.FromMinutes(29));
        await Task.Delay(TimeSpan.FromSeconds(1));
        var before = await customer.Warnings();
        monitoring.Clock.Advance(TimeSpan.FromMinutes(2));
        await Warned(customer);

        before.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_not_in_the_import_is_judged_at_once_while_it_runs()
    {
        var (inside, outside) = (await WatchedCustomer.Registered(monitoring),
            await WatchedCustomer.Registered(monitoring));
        await Imported(inside, inside.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));

        await outside.Record(outside.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));

        (await monitoring.PublishedAsync<WarningRaised>(outside.Id)).ShouldNotBeEmpty();
        (await monitoring.PublishedAsync<WarningRaised>(inside.Id)).ShouldBeEmpty();
    }

    private async Task Warned(WatchedCustomer customer) =>
        await ServiceFixture<MonitoringService>.UntilAsync(async () =>
        {
            monitoring.Clock.Advance(TimeSpan.FromSeconds(5));
            return (await customer.Warnings()).Any(w => w.Rule == "OLDEST_ITEM_OVERDUE");
        }, "the warning");

    private Task<long> Waiting(WatchedCustomer customer) => monitoring.SqlAsync<long>(
        "SELECT count(*) FROM evaluation_queue WHERE customer_id = $1", Guid.Parse(customer.Id));

    /// <summary>Answers where the event is in the log.</summary>
    private Task<string> Imported(WatchedCustomer customer, Document document)
    {
        document.ImportId = import;
        return monitoring.DeliverAsync("intake", customer.Id, customer.Recorded(document));
    }

    private Task Finished(params string[] positions) => monitoring.DeliverAsync("intake", import, new ImportFinished
    {
        Import = new() { ImportId = import, State = ImportState.Done },
        Position = string.Join(',', positions),
    });
}
