using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Hosting;
using V1 = Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>Tells every second how far the log has come: so a consumer notices what the broker has lost.</summary>
internal sealed partial class LogHeads(
    EventLog log, IEventBus bus, ServiceInfo service, TimeProvider clock, ILogger<LogHeads> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public const string Kind = "heads";

    public async Task AnnounceAsync(CancellationToken ct)
    {
        await bus.Started.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                patience.CancelAfter(Every);
                await AnnounceOnceAsync(patience.Token);
            }
            catch (Exception missed) when (!ct.IsCancellationRequested)
            {
                LogMissed(service.Name, missed.Message);
            }
            await Task.Delay(Every, ct);
        }
    }

    private async Task AnnounceOnceAsync(CancellationToken ct)
    {
        var head = new V1.LogHead { Source = service.Name, Time = clock.GetUtcNow().ToTimestamp() };
        head.Sequences.AddRange(await log.HeadsAsync(ct));
        await bus.PublishAsync(ControlMessage.Of(service.Name, Kind, head), ct);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Service} could not announce the head of its log: {Reason}")]
    private partial void LogMissed(string service, string reason);
}
