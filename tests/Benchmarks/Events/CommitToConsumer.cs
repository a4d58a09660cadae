using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Risk.Benchmarks.Measuring;
using Risk.Benchmarks.Suite;
using Risk.Intake;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Benchmarks.Events;

/// <summary>
/// From a commit of one event to its consumer's hands, 200 times a second whether the one before has come or not;
/// beside it RabbitMQ.Client, from the call that publishes to the one that consumes, at the same rate.
/// </summary>
internal sealed class CommitToConsumer : IBenchmark
{
    private const int EverySecond = 200;
    private const int WarmUps = 200;
    private const int Measured = 1_600;
    private const int Rounds = 3;
    private const string Queue = "bench";
    private static readonly TimeSpan ArrivalMax = TimeSpan.FromSeconds(30);

    public string Name => "latency";

    public string Aim => "commit to consumer at 200 events a second, against a bare publish and consume "
        + "(aim p50 <= 3x)";

    public async Task<string> RunAsync()
    {
        await DurablePostgres.SharedAsync();
        var intake = new JoinedFixture<IntakeService>(first: null);
        await intake.InitializeAsync();
        var consumer = new JoinedFixture<BareConsumer>(
            intake.Shared, ("Producers:intake:Address", intake.Address.ToString()));
        await consumer.InitializeAsync();
        try
        {
            await using var bare = await BarePeer.ConnectAsync(intake.Shared.Broker, EverySecond);
            var lines = new List<string>();
            // Until the code is compiled for good.
            await PacedAsync(() => CommitAsync(intake, consumer));
            await BareAsync(bare, round: -1);
            for (var round = 0; round < Rounds; round++)
            {
                var ours = await PacedAsync(() => CommitAsync(intake, consumer));
                var theirs = await BareAsync(bare, round);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"""
                      ours p50 {At(ours, 0.5),6:0.00} ms  p99 {At(ours, 0.99),6:0.00} ms   bare p50 {At(theirs, 0.5),6:0.00} ms  p99 {At(theirs, 0.99),6:0.00} ms   ratio of p50 {At(ours, 0.5) / At(theirs, 0.5):0.0}
                    """));
            }

            return string.Join('\n', lines);
        }
        finally
        {
            await consumer.DisposeAsync();
            await intake.DisposeAsync();
        }
    }

    private static async Task<double> CommitAsync(
        JoinedFixture<IntakeService> intake, JoinedFixture<BareConsumer> consumer)
    {
        var customer = Guid.CreateVersion7().ToString();
        var arrival = consumer.Services.GetRequiredService<EventArrivals>().Of(customer);
        await using var scope = intake.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        scope.ServiceProvider.GetRequiredService<Outbox>().Add(customer, EventBodies.Recorded(customer));
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        var committed = Stopwatch.GetTimestamp();
        return Stopwatch.GetElapsedTime(committed, await arrival.WaitAsync(ArrivalMax)).TotalMilliseconds;
    }

    private static async Task<List<double>> BareAsync(BarePeer bare, int round)
    {
        var queue = $"{Queue}-{round}";
        var body = EventBodies.Sample();
        var awaited = new ConcurrentDictionary<string, TaskCompletionSource<long>>(StringComparer.Ordinal);
        await bare.BindAsync(queue, $"bare.{round}.#");
        await bare.ConsumeAsync(queue, (key, at) => awaited[key].TrySetResult(at));
        return await PacedAsync(async () =>
        {
            var key = $"bare.{round}.{Guid.CreateVersion7()}";
            var arrival = awaited[key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var published = Stopwatch.GetTimestamp();
            await bare.PublishAsync(key, body);
            return Stopwatch.GetElapsedTime(published, await arrival.Task.WaitAsync(ArrivalMax)).TotalMilliseconds;
        });
    }

    /// <summary>An open loop: what is late does not hold back what comes next.</summary>
    private static async Task<List<double>> PacedAsync(Func<Task<double>> send)
    {
        var sent = new List<Task<double>>(WarmUps + Measured);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < WarmUps + Measured; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / EverySecond);
            while (watch.Elapsed < due)
                await Task.Delay(1);
            sent.Add(send());
        }

        return [.. (await Task.WhenAll(sent)).Skip(WarmUps)];
    }

    private static double At(List<double> times, double share) =>
        times.Order().ElementAt((int)(share * (times.Count - 1)));
}
