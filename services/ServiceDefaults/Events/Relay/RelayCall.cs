using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Calls, over the bus, the instance that relays when another one has written to the outbox. It would notice by itself
/// within a second.
/// </summary>
internal sealed partial class RelayCall(IEventBus bus, Relay relay, ServiceInfo service, ILogger<Relay> logger)
    : IControlListener
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(1);

    public string Kind => "written";

    public string Key => $"risk.{service.Name}.{Kind}.v1";

    public Task HearAsync(string source, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (relay.IsLeading && source == service.Name)
            relay.Wake();
        return Task.CompletedTask;
    }

    public async Task SendAsync(CancellationToken ct)
    {
        if (!bus.Started.IsCompletedSuccessfully)
            return;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(TimeMax);
            await bus.PublishAsync(ControlMessage.Of(service.Name, Kind, new Empty()), patience.Token);
        }
        catch (Exception missed) when (!ct.IsCancellationRequested)
        {
            LogMissed(service.Name, missed.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Service} could not call its relay: {Reason}")]
    private partial void LogMissed(string service, string reason);
}
