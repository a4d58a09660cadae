using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Intake.V1;
using Risk.Scoring;
using Risk.Scoring.Ledger;
using Risk.Testing;

namespace Risk.Benchmarks.Orders;

/// <summary>Documents applied to the ledger from events, and a replay of them all.</summary>
internal sealed class LedgerThroughput : IBenchmark
{
    private const int Customers = 400;
    private const int DocumentsEach = 250;
    private const int Replays = 10;

    public string Name => "ledger";

    public string Aim => "100,000 documents applied to the ledger from events, with exposure, audit and event "
        + "(aim >= 10,000 a second); 1,000,000 documents read and replayed (aim <= 60 s, memory flat)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        var scoring = new ServiceFixture<ScoringService>();
        await scoring.InitializeAsync();
        try
        {
            var events = Enumerable.Range(0, Customers).Select(_ => EventOf(Guid.CreateVersion7())).ToList();
            var watch = Stopwatch.StartNew();
            foreach (var fact in events)
                await scoring.DeliverAsync("intake", fact.CustomerId, fact);
            var applied = watch.Elapsed;
            var (replayed, before, after) = await ReplayAsync(scoring.Database, events);
            const int Documents = Customers * DocumentsEach;
            return $"  applied   {Documents / applied.TotalSeconds:N0} documents/s, one event after the other\n"
                + $"  replayed  {Documents * Replays:N0} documents in {replayed.TotalSeconds:0.0} s; "
                + $"live memory {before / 1048576:N0} MB before, {after / 1048576:N0} MB after";
        }
        finally
        {
            await scoring.DisposeAsync();
        }
    }

    private static async Task<(TimeSpan Time, long Before, long After)> ReplayAsync(
        NpgsqlDataSource database, List<DocumentsRecorded> events)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync();
        for (var round = 0; round < Replays; round++)
        {
            foreach (var fact in events)
            {
                var found = await ReplayCheck.OfAsync(connection, Guid.Parse(fact.CustomerId), CancellationToken.None);
                if (found.Differences.Count > 0 || found.Documents != DocumentsEach)
                    throw new InvalidOperationException($"{found.Documents}: {string.Join("; ", found.Differences)}");
            }
        }
        return (watch.Elapsed, before, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static DocumentsRecorded EventOf(Guid customer)
    {
        var fact = new DocumentsRecorded { CustomerId = customer.ToString() };
        for (var i = 0; fact.Documents.Count < DocumentsEach; i++)
        {
            fact.Documents.Add(Document(customer, DocumentKind.Order, $"O{i}", default, ""));
            fact.Documents.Add(Document(customer, DocumentKind.Delivery, $"D{i}", DocumentKind.Order, $"O{i}"));
            fact.Documents.Add(Document(customer, DocumentKind.Invoice, $"I{i}", DocumentKind.Delivery, $"D{i}"));
            fact.Documents.Add(Document(customer, DocumentKind.Payment, $"P{i}", DocumentKind.Invoice, $"I{i}"));
        }
        while (fact.Documents.Count > DocumentsEach)
            fact.Documents.RemoveAt(fact.Documents.Count - 1);
        return fact;
    }

    private static Document Document(Guid customer, DocumentKind kind, string name, DocumentKind linkKind, string link)
    {
        var document = new Document
        {
            DocumentId = Guid.CreateVersion7().ToString(),
            CustomerId = customer.ToString(),
            Kind = kind,
            ExternalRef = new() { System = "erp", Id = name },
            Amount = new() { Amount = "1250.50", CurrencyCode = "CNY" },
            IssuedOn = new() { Value = "2026-05-04" },
            RecordedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(20_000)),
        };
        if (link.Length > 0)
        {
            document.Links.Add(new DocumentLink
            {
                Kind = linkKind,
                ExternalRef = new() { System = "erp", Id = link },
            });
        }
        return document;
    }
}
