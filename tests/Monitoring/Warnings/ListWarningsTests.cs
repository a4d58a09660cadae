using Grpc.Core;
using Risk.Monitoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Warnings;

[Collection(MonitoringCollection.Name)]
public sealed class ListWarningsTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task They_come_newest_first_page_by_page_and_at_least_as_grave_as_asked()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        await customer.Scoring(customer.Limit("100"), customer.Owes(("CNY", "300")));
        var all = await customer.Warnings();

        var first = await List(customer, least: Severity.Attention, size: 2);
        var second = await List(customer, least: Severity.Attention, size: 2, first.NextPageToken);

        all.Select(w => w.Rule).ShouldBe(
            ["LIMIT_EXCEEDED", "PAYS_SLOWER", "PAYS_BEYOND_TERMS", "OVERDUE_SHARE_HIGH", "OLDEST_ITEM_OVERDUE"],
            ignoreOrder: true);
        all[0].Rule.ShouldBe("LIMIT_EXCEEDED");
        all.Select(w => w.RaisedAt.ToDateTime()).ShouldBeInOrder(SortDirection.Descending);
        first.Warnings.Concat(second.Warnings).Select(w => w.WarningId)
            .ShouldBe(all.Where(w => w.Severity >= Severity.Attention).Select(w => w.WarningId));
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_another_question_is_refused()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        var page = await List(customer, least: Severity.Unspecified, size: 1);

        var refused = await Should.ThrowAsync<RpcException>(() =>
            List(customer, least: Severity.Critical, size: 1, page.NextPageToken));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Who_asks_for_facts_that_are_not_here_is_told_so()
    {
        var position = await monitoring.DeliverAsync("intake", Guid.CreateVersion7().ToString(),
            new Intake.V1.CustomerRegistered { Customer = new WatchedCustomer(monitoring).Customer() });
        var later = position[..position.LastIndexOf('.')] + ".999999999";

        await monitoring.Client.Warnings.ListWarningsAsync(new() { NotBefore = position });
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await monitoring.Client.Warnings.ListWarningsAsync(new() { NotBefore = later }));

        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    private async Task<ListWarningsResponse> List(
        WatchedCustomer customer, Severity least, int size, string token = "") =>
        await monitoring.Client.Warnings.ListWarningsAsync(new()
        {
            CustomerId = customer.Id,
            SeverityAtLeast = least,
            PageSize = size,
            PageToken = token,
        });
}
