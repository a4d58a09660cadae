using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Evaluation;

/// <summary>With a service of its own, because its clock is put forward.</summary>
public sealed class EvaluateWhenTimePassesTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    [Fact]
    public async Task What_is_not_paid_is_warned_of_and_graver_with_time_though_no_event_arrives()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 30, dueDaysAgo: 0));
        (await customer.Warnings()).ShouldBeEmpty();

        monitoring.Clock.Advance(TimeSpan.FromDays(31));
        var first = await Oldest(customer, Severity.Attention);
        monitoring.Clock.Advance(TimeSpan.FromDays(60));
        var second = await Oldest(customer, Severity.Critical);

        second.WarningId.ShouldBe(first.WarningId);
        second.Text.En.ShouldBe("The oldest open item is 91 days past due.");
        (await monitoring.PublishedAsync<WarningUpdated>(customer.Id))
            .Where(told => told.Warning.Rule == first.Rule).Select(told => told.Warning.Severity)
            .ShouldBe([Severity.Critical]);
    }

    [Fact]
    public async Task A_temporary_limit_that_ends_is_noticed_though_nothing_is_owed_on_documents()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        var account = customer.Limit("100");
        account.CreditAccount.TemporaryLimit = new()
        {
            Limit = new() { Amount = "200", CurrencyCode = "CNY" },
            From = WatchedCustomer.Day(customer.Today),
            Until = WatchedCustomer.Day(customer.Today.AddDays(5)),
        };
        await customer.Scoring(account, customer.Owes(("CNY", "150")));
        var before = await customer.Warnings();

        monitoring.Clock.Advance(TimeSpan.FromDays(6));
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () => (await customer.Warnings()).Any(w => w.Rule == "LIMIT_EXCEEDED"), "the end of the limit");

        before.ShouldBeEmpty();
    }

    private async Task<Warning> Oldest(WatchedCustomer customer, Severity severity)
    {
        Warning? found = null;
        await ServiceFixture<MonitoringService>.UntilAsync(async () =>
        {
            found = (await customer.Warnings())
                .SingleOrDefault(w => w.Rule == "OLDEST_ITEM_OVERDUE" && w.Severity == severity);
            return found is not null;
        }, $"a warning of {severity}");
        return found!;
    }
}
