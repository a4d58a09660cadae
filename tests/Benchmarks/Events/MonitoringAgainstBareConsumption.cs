using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Intake.V1;
using Risk.Monitoring;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.Testing;

namespace Risk.Benchmarks.Events;

internal sealed class MonitoringAgainstBareConsumption : IBenchmark
{
    private const int Customers = 1_000;
    private const int InvoicesEach = 50;

    private static readonly string[] Ids =
        [.. Enumerable.Range(0, Customers).Select(_ => Guid.CreateVersion7().ToString())];

    private int round;

    public string Name => "monitoring";

    public string Aim =>
        "events of one document each through monitoring, every second one a payment of the invoice before, against "
        + "the same events parsed and passed, with their cursor saved (aim >= 0.3)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        var monitoring = new ServiceFixture<MonitoringService>();
        var bare = new ServiceFixture<BareConsumer>();
        await monitoring.InitializeAsync();
        await bare.InitializeAsync();
        try
        {
            return await Rounds.CompareAsync("events/s", () => ApplyAsync(monitoring), () => ApplyAsync(bare));
        }
        finally
        {
            await bare.DisposeAsync();
            await monitoring.DisposeAsync();
        }
    }

    private async Task<double> ApplyAsync<T>(ServiceFixture<T> service) where T : IRiskService
    {
        var events = Events(round++).ToList();
        var inbox = service.Services.GetRequiredService<EventInbox>();
        var watch = Stopwatch.StartNew();
        await inbox.ApplyAllAsync("intake", events);
        return events.Count / watch.Elapsed.TotalSeconds;
    }

    private static IEnumerable<(string Subject, IMessage Fact)> Events(int round)
    {
        for (var i = 0; i < InvoicesEach; i++)
        {
            foreach (var id in Ids)
            {
                yield return (id, Recorded(id, DocumentKind.Invoice, $"I{round}-{i}", "2026-01-10"));
                yield return (id, Recorded(id, DocumentKind.Payment, $"P{round}-{i}", "2026-02-20", $"I{round}-{i}"));
            }
        }
    }

    private static DocumentsRecorded Recorded(
        string customer, DocumentKind kind, string name, string day, string? invoice = null) => new()
        {
            CustomerId = customer,
            Documents =
            {
                new Document
                {
                    DocumentId = Guid.CreateVersion7().ToString(),
                    CustomerId = customer,
                    Kind = kind,
                    ExternalRef = new() { System = "erp", Id = name },
                    Amount = new() { Amount = "1250.00", CurrencyCode = "CNY" },
                    IssuedOn = new() { Value = day },
                    Links =
                    {
                        (invoice is null ? [] : new[] { invoice }).Select(i => new DocumentLink
                        {
                            Kind = DocumentKind.Invoice,
                            ExternalRef = new() { System = "erp", Id = i },
                        }),
                    },
                },
            },
        };
}
