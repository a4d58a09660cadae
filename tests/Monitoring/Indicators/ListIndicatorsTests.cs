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
            customer.Invoice("R-1", "10000", issuedDaysAgo: 120, dueDaysAgo: 90),
            customer.Invoice("R-2", "30000", issuedDaysAgo: 80, dueDaysAgo: 20),
            customer.Payment("4000", daysAgo: 70, "R-1"));

        var indicators = await customer.Indicators();

        indicators.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["court_records_standing"] = "0 (0)",
            // (4000 × 20 + 6000 × 90 + 30000 × 20) ÷ 40000; a month ago (4000 × 20 + 6000 × 60) ÷ 10000.
            ["days_beyond_terms"] = "30.5 (44)",
            // 36000 ÷ 30000 × 90; the first invoice is out of both windows.
            ["days_sales_outstanding"] = "108 (108)",
            ["disputed_materiality"] = "0 (0)",
            ["disputed_share"] = "0 (0)",
            ["drafts_dishonoured_90_days"] = "0 (0)",
            ["insolvency_records_standing"] = "0 (0)",
            ["oldest_overdue_days"] = "90 (60)",
            ["overdue_amount"] = "36000 (6000)",
            // By CNY 4,000.
            ["overdue_materiality"] = "9 (1.5)",
            ["overdue_share"] = "1 (0.1667)",
            ["payment_materiality"] = "10 (2.5)",
            ["utilisation"] = "0.4",
            ["write_off_materiality"] = "0 (0)",
            ["write_offs_12_months"] = "0 (0)",
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
