using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Facts;

/// <summary>With a service of its own, in which a table is made to refuse a customer.</summary>
public sealed class FactRunTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    [Fact]
    public async Task Facts_are_kept_though_their_warnings_cannot_be_decided()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var id = Guid.Parse(customer.Id);
        var name = $"refused_{id:n}";
        await monitoring.SqlAsync($"ALTER TABLE warnings ADD CONSTRAINT {name} CHECK (customer_id <> '{id}')");

        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));

        (await customer.Indicators())["overdue_amount"].ShouldBe("10000 (10000)");
        (await monitoring.PublishedAsync<V1.WarningRaised>(customer.Id)).ShouldBeEmpty();
        await monitoring.SqlAsync($"ALTER TABLE warnings DROP CONSTRAINT {name}");
        await monitoring.SqlAsync("UPDATE evaluation_queue SET due_at = now() WHERE customer_id = $1", id);
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () => (await customer.Warnings()).Any(w => w.Rule == "OLDEST_ITEM_OVERDUE"), "the warning");
    }
}
