using System.Diagnostics;
using System.Globalization;
using Risk.Alerting;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Client;
using Risk.Intake;
using Risk.Intake.V1;
using Risk.Monitoring;

namespace Risk.Benchmarks.Alerts;

/// <summary>
/// From an invoice that is recorded long after it was due, through intake, monitoring and alerting on RabbitMQ, to the
/// socket of a webhook; beside it a bare post of the same body to the same socket.
/// </summary>
internal sealed class AlertAgainstPost : IBenchmark
{
    private const int WarmUps = 20;
    private const int Measured = 200;
    private const int DaysOverdue = 100;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(60);

    public string Name => "alert";

    public string Aim => "late payment recorded to webhook's socket on an idle machine (aim p50 <= 50 ms), "
        + "against a bare HTTP POST";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        await using var arrivals = await ArrivalServer.StartAsync();
        var intake = new JoinedFixture<IntakeService>(first: null);
        await intake.InitializeAsync();
        var monitoring = new JoinedFixture<MonitoringService>(
            intake.Shared, ("Producers:intake:Address", intake.Address.ToString()));
        await monitoring.InitializeAsync();
        var alerting = new JoinedFixture<AlertingService>(intake.Shared,
            ("Producers:intake:Address", intake.Address.ToString()),
            ("Producers:monitoring:Address", monitoring.Address.ToString()),
            ("Webhooks:AllowPrivateTargets", "true"), ("Webhooks:AllowHttp", "true"));
        await alerting.InitializeAsync();
        try
        {
            using var client = alerting.ClientWith(intake.ApiKey);
            await client.Subscriptions.CreateSubscriptionAsync(
                new() { Subscription = new() { Url = new Uri(arrivals.Address, "/webhook").ToString() } });
            return await MeasureAsync(intake.Client, arrivals);
        }
        finally
        {
            await alerting.DisposeAsync();
            await monitoring.DisposeAsync();
            await intake.DisposeAsync();
        }
    }

    private static async Task<string> MeasureAsync(RiskClient intake, ArrivalServer arrivals)
    {
        var customers = await RegisterAsync(intake);
        using var http = new HttpClient { BaseAddress = arrivals.Address };
        var (alerts, posts) = (new List<double>(), new List<double>());
        foreach (var (customer, index) in customers.Select((c, i) => (c, i)))
        {
            var alert = await AlertAsync(intake, arrivals, customer);
            await Task.Delay(Idle);
            var post = await PostAsync(http, arrivals, $"bare-{index}");
            await Task.Delay(Idle);
            if (index < WarmUps)
                continue;
            alerts.Add(alert);
            posts.Add(post);
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
              alert     p50 {At(alerts, 0.5),7:0.0} ms   p90 {At(alerts, 0.9),7:0.0} ms   p99 {At(alerts, 0.99),7:0.0} ms ({Measured} invoices, {arrivals.Sample.Length} bytes)
              bare post p50 {At(posts, 0.5),7:0.0} ms   p90 {At(posts, 0.9),7:0.0} ms   p99 {At(posts, 0.99),7:0.0} ms
            """);
    }

    private static async Task<IReadOnlyList<string>> RegisterAsync(RiskClient intake)
    {
        var customers = new List<string>();
        for (var i = 0; i < WarmUps + Measured; i++)
        {
            var registered = await intake.Customers.RegisterCustomerAsync(new()
            {
                Customer = new()
                {
                    LegalName = $"Northgate Tools {i} {Guid.CreateVersion7():n}",
                    CountryCode = "CN",
                    Status = CustomerStatus.Active,
                    ExternalRefs = { new Types.V1.ExternalRef { System = "erp", Id = $"C{i}" } },
                },
            });
            customers.Add(registered.Customer.CustomerId);
        }

        // Until the machine is idle again, and monitoring takes facts as they come.
        await Task.Delay(TimeSpan.FromSeconds(5));
        return customers;
    }

    private static async Task<double> AlertAsync(RiskClient intake, ArrivalServer arrivals, string customer)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var started = Stopwatch.GetTimestamp();
        await intake.Documents.RecordDocumentAsync(new()
        {
            Document = new()
            {
                CustomerId = customer,
                Kind = DocumentKind.Invoice,
                ExternalRef = new() { System = "erp", Id = $"I-{customer}" },
                Amount = new() { Amount = "70000", CurrencyCode = "CNY" },
                IssuedOn = Day(today.AddDays(-DaysOverdue - 30)),
                DueOn = Day(today.AddDays(-DaysOverdue)),
            },
        });
        return Stopwatch.GetElapsedTime(started, await arrivals.OfAsync(customer)).TotalMilliseconds;
    }

    private static async Task<double> PostAsync(HttpClient http, ArrivalServer arrivals, string subject)
    {
        using var body = new ByteArrayContent(arrivals.Sample);
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsync(new Uri($"/bare/{subject}", UriKind.Relative), body);
        return Stopwatch.GetElapsedTime(started, await arrivals.OfAsync(subject)).TotalMilliseconds;
    }

    private static Types.V1.Date Day(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    private static double At(List<double> times, double share) =>
        times.Order().ElementAt((int)(share * (times.Count - 1)));
}
