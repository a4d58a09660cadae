using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Intake;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;

namespace Risk.Benchmarks.Events;

/// <summary>
/// Committed events through numbering and relay until RabbitMQ has confirmed them, beside RabbitMQ.Client that
/// publishes the same bodies to the same exchange, with as many unconfirmed at once.
/// </summary>
internal sealed class RelayAgainstBarePublish : IBenchmark
{
    private const int Count = 20_000;
    private const int UnconfirmedMax = 1_000;
    private const string Queue = "bench";

    private readonly byte[] body = EventBodies.Sample();
    private long published;

    public string Name => "relay";

    public string Aim => "committed events until the broker has confirmed them, against RabbitMQ.Client publishing the "
        + "same with confirms (aim >= 0.5)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "risk.outbox.published")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        metrics.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref published, count));
        metrics.Start();
        var intake = new JoinedFixture<IntakeService>(first: null);
        await intake.InitializeAsync();
        try
        {
            await using var bare = await BarePeer.ConnectAsync(intake.Shared.Broker, UnconfirmedMax);
            await bare.BindAsync(Queue, "#");
            return await Rounds.CompareAsync(
                "events/s", () => RelayAsync(intake, bare), () => PublishAsync(bare));
        }
        finally
        {
            await intake.DisposeAsync();
        }
    }

    private async Task<double> RelayAsync(JoinedFixture<IntakeService> intake, BarePeer bare)
    {
        var target = Interlocked.Read(ref published) + Count;
        var source = intake.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var rows = Enumerable.Range(0, Count).Select(_ => EventBodies.Row());
        await OutboxRows.CopyAsync(connection, rows, IntakeService.Name, default);
        var watch = Stopwatch.StartNew();
        await transaction.CommitAsync();
        intake.Services.GetRequiredService<Relay>().Wake();
        while (Interlocked.Read(ref published) < target)
            await Task.Delay(1);
        var rate = Count / watch.Elapsed.TotalSeconds;
        await bare.PurgeAsync(Queue);
        return rate;
    }

    private async Task<double> PublishAsync(BarePeer bare)
    {
        var watch = Stopwatch.StartNew();
        var confirms = new List<Task>(UnconfirmedMax);
        for (var i = 0; i < Count; i++)
        {
            confirms.Add(bare.PublishAsync("risk.intake.documents_recorded.v1.p0", body));
            if (confirms.Count < UnconfirmedMax)
                continue;
            await Task.WhenAll(confirms);
            confirms.Clear();
        }

        await Task.WhenAll(confirms);
        var rate = Count / watch.Elapsed.TotalSeconds;
        await bare.PurgeAsync(Queue);
        return rate;
    }
}

/// <summary>Events of one invoice.</summary>
internal static class EventBodies
{
    public static DocumentsRecorded Recorded(string customer) => new()
    {
        CustomerId = customer,
        Documents =
        {
            new Document
            {
                DocumentId = Guid.CreateVersion7().ToString(),
                CustomerId = customer,
                Kind = DocumentKind.Invoice,
                ExternalRef = new() { System = "erp", Id = "I-1" },
                Amount = new() { Amount = "1250.00", CurrencyCode = "CNY" },
                IssuedOn = new() { Value = "2026-01-10" },
            },
        },
    };

    public static OutboxRow Row()
    {
        var customer = Guid.CreateVersion7().ToString();
        return OutboxRow.From(customer, Recorded(customer), TimeProvider.System);
    }

    public static byte[] Sample() => Row().Body;
}
