using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Indicators;

[Collection(MonitoringCollection.Name)]
public sealed class ListIndicatorsTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task Each_is_given_as_it_is_and_as_it_was_30_days_ago()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("1000"), customer.Owes(("CNY", "400")));
        await customer.Record(
            customer.Invoice("R-1", "100", issuedDaysAgo: 120, dueDaysAgo: 90),
            customer.Invoice("R-2", "300", issuedDaysAgo: 80, dueDaysAgo: 20),
            customer.Payment("40", daysAgo: 70, "R-1"));

        var indicators = await customer.Indicators();

        indicators.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["court_records_standing"] = "0 (0)",
            // (40 × 20 + 60 × 90 + 300 × 20) ÷ 400; a month ago (40 × 20 + 60 × 60) ÷ 100.
            ["days_beyond_terms"] = "30.5 (44)",
            // 360 ÷ 300 × 90; the first invoice is out of both windows.
            ["days_sales_outstanding"] = "108 (108)",
            ["disputed_share"] = "0 (0)",
            ["drafts_dishonoured_90_days"] = "0 (0)",
            ["insolvency_records_standing"] = "0 (0)",
            ["oldest_overdue_days"] = "90 (60)",
            ["overdue_amount"] = "360 (60)",
            ["overdue_share"] = "1 (0.1667)",
            ["utilisation"] = "0.4",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Over_rest_they_have_names_units_and_days()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "100", issuedDaysAgo: 40, dueDaysAgo: 10));

        var answer = await monitoring.Http.GetFromJsonAsync<JsonElement>(
            new Uri($"v1/customers/{customer.Id}/indicators", UriKind.Relative));

        var overdue = answer.GetProperty("indicators").EnumerateArray()
            .Single(i => i.GetProperty("indicator").GetString() == "overdue_amount");
        overdue.GetProperty("text").GetProperty("zh").GetString().ShouldBe("逾期金额");
        overdue.GetProperty("unit").GetString().ShouldBe("CNY");
        overdue.GetProperty("asOf").GetString().ShouldBe($"{customer.Today:yyyy-MM-dd}T00:00:00Z");
    }

    [Fact]
    public async Task Of_a_customer_that_nobody_told_of_there_are_none()
    {
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await monitoring.Client.Indicators.ListIndicatorsAsync(
                new() { CustomerId = Guid.CreateVersion7().ToString() }));

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
