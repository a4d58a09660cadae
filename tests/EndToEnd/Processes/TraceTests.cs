using System.Diagnostics;
using System.Globalization;
using Risk.Intake.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>One customer's story in the traces, logs and metrics of four processes.</summary>
public sealed class TraceTests(FaultySuite given) : IClassFixture<FaultySuite>
{
    private static readonly string[] Producers = ["intake", "monitoring", "alerting"];

    [Fact]
    public async Task One_trace_leads_from_the_request_through_every_service_to_the_webhook()
    {
        using var erp = new Activity("erp").SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = erp.TraceId.ToHexString();

        await RecordLateInvoiceAsync();

        await Eventually.HoldsAsync(() =>
        {
            given.Receiver.Traces.ShouldContainKey(trace);
            return Task.CompletedTask;
        });
        foreach (var producer in Producers)
        {
            (await given.Suite.SqlAsync<long>(
                $"select count(*) from {producer}.outbox where traceparent like '00-{trace}-%'"))
                .ShouldBeGreaterThan(0, producer);
        }
    }

    private async Task RecordLateInvoiceAsync()
    {
        var intake = given.Suite.Client("intake");
        var registered = await intake.Customers.RegisterCustomerAsync(new()
        {
            Customer = new() { LegalName = "Trace Works", CountryCode = "DE", Status = CustomerStatus.Active },
        });
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await intake.Documents.RecordDocumentAsync(new()
        {
            Document = new()
            {
                CustomerId = registered.Customer.CustomerId,
                Kind = DocumentKind.Invoice,
                ExternalRef = new() { System = "erp", Id = "T-1" },
                Amount = new() { Amount = "70000", CurrencyCode = "EUR" },
                IssuedOn = Day(today.AddDays(-130)),
                DueOn = Day(today.AddDays(-100)),
            },
        });
    }

    private static Types.V1.Date Day(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
}
