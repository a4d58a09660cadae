using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// One instance at a time numbers and publishes, the others stand by. Numbering never waits for the broker, so the log
/// can be read while that is down.
/// </summary>
internal sealed partial class RelayLoop(
    Relay relay, EventLog log, Publisher publisher, LogHeads heads, RelayCall call, NpgsqlDataSource source,
    ServiceInfo service, ILogger<Relay> logger) : BackgroundService
{
    private static readonly TimeSpan StandBy = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OtherInstancesEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeldBackMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan HeldBackMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MonthsEvery = TimeSpan.FromHours(12);
    private const int MonthsAhead = 3;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await EnsureMonthsAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => Persevere.UntilDoneAsync("The relay of " + service.Name, LeadAsync, logger, stoppingToken),
            stoppingToken);

    private async Task LeadAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var writer = await OneWriter.TryTakeAsync(source, "relay", ct);
            if (writer is not null)
                await LeadAsync(writer.Connection, ct);
            await StandByAsync(ct);
        }
    }

    private async Task StandByAsync(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        for (var left = StandBy; left > TimeSpan.Zero; left = StandBy - Stopwatch.GetElapsedTime(since))
        {
            if (await relay.Woken.WaitAsync(left, ct))
                await call.SendAsync(ct);
        }
    }

    private async Task LeadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        LogLeading(service.Name);
        var numbering = new Numbering(connection, service);
        await numbering.StartAsync(ct);
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var publishing = publisher.RunAsync(leading.Token);
        var announcing = heads.AnnounceAsync(leading.Token);
        relay.IsLeading = true;
        try
        {
            await NumberAsync(numbering, leading.Token);
        }
        finally
        {
            relay.IsLeading = false;
            await leading.CancelAsync();
            await Task.WhenAll(publishing, announcing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task NumberAsync(Numbering numbering, CancellationToken ct)
    {
        var heldBack = HeldBackMin;
        for (var ensured = Stopwatch.GetTimestamp(); ;)
        {
            if (Stopwatch.GetElapsedTime(ensured) > MonthsEvery)
            {
                await EnsureMonthsAsync(ct);
                ensured = Stopwatch.GetTimestamp();
            }
            var (events, more) = await numbering.NumberAsync(ct);
            if (events.Count > 0)
            {
                publisher.Offer(events);
                log.Numbered.Beat();
            }
            if (!more)
            {
                heldBack = HeldBackMin;
                await relay.Woken.WaitAsync(OtherInstancesEvery, ct);
            }
            else if (events.Count == 0)
            {
                await relay.Woken.WaitAsync(heldBack, ct);
                heldBack = heldBack * 2 < HeldBackMax ? heldBack * 2 : HeldBackMax;
            }
        }
    }

    private async Task EnsureMonthsAsync(CancellationToken ct)
    {
        await using var ensure = source.CreateCommand("select ensure_outbox_months($1)");
        ensure.Parameters.Add(new() { Value = MonthsAhead });
        await ensure.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This instance relays the events of {Service}")]
    private partial void LogLeading(string service);
}
