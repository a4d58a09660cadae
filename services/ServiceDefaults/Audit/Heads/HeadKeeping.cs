using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// Signs a head, writes it outside the database, and tells the other services, which keep it as witnesses.
/// </summary>
internal sealed partial class HeadKeeping(
    HeadSigner signer, HeadsFile file, IEventBus bus, ServiceInfo service, TimeProvider clock,
    ILogger<Sealer> logger)
{
    public const string Kind = "audit_heads";

    private static readonly TimeSpan PublishMax = TimeSpan.FromSeconds(2);

    public async Task KeepAsync(long link, byte[] hash, CancellationToken ct)
    {
        var head = signer.Sign(service.Name, link, hash, clock.GetUtcNow());
        await file.AppendAsync(head, ct);
        if (!bus.Started.IsCompleted)
            return;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(PublishMax);
            await bus.PublishAsync(ControlMessage.Of(service.Name, Kind, head), patience.Token);
        }
        catch (Exception missed) when (!ct.IsCancellationRequested)
        {
            // The next head covers this one; until then the file has it.
            LogMissed(service.Name, link, missed.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Service} could not publish the head of its audit chain at {Link}: {Reason}")]
    private partial void LogMissed(string service, long link, string reason);
}
