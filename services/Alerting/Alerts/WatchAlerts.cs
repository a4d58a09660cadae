using Grpc.Core;
using Grpc.Transcoding.Json;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;

namespace Risk.Alerting.Alerts;

partial class AlertsService
{
    private static readonly string Opened = EventType.Of(V1.AlertOpened.Descriptor).Name;
    private static readonly string Changed = EventType.Of(V1.AlertChanged.Descriptor).Name;

    /// <summary>
    /// Streams changes of alerts, of all instances, from a cursor on. They come from the event log: so a watcher who
    /// comes back misses nothing, and sees what it had seen no second time. Ends when the caller may no longer call.
    /// </summary>
    [Roles(Role.Readers)]
    public override async Task WatchAlerts(
        V1.WatchAlertsRequest request, IServerStreamWriter<V1.WatchAlertsResponse> responseStream,
        ServerCallContext context)
    {
        var cursor = await CursorAsync(request, context);
        await streams.RunAsync(context, ct => WatchAsync(cursor, request.SeverityAtLeast, responseStream, ct));
    }

    private async Task WatchAsync(WatchCursor cursor, Severity severityAtLeast,
        IServerStreamWriter<V1.WatchAlertsResponse> responseStream, CancellationToken ct)
    {
        var query = new LogQuery { After = cursor.After, Types = [Opened, Changed], Follow = true };
        await foreach (var e in log.ReadAsync(query, ct))
        {
            cursor.Pass(e.Partition, e.Sequence);
            var alert = e.Type == Opened
                ? ProtoJson.Parse<V1.AlertOpened>(e.Body.Span).Alert
                : ProtoJson.Parse<V1.AlertChanged>(e.Body.Span).Alert;
            if (alert.Severity >= severityAtLeast)
                await responseStream.WriteAsync(new() { Alert = alert, Cursor = cursor.ToString() }, ct);
        }
    }

    private async Task<WatchCursor> CursorAsync(V1.WatchAlertsRequest request, ServerCallContext context)
    {
        var text = request.Cursor.Length > 0
            ? request.Cursor
            : context.RequestHeaders.GetValue("last-event-id") ?? "";
        return text.Length > 0
            ? WatchCursor.Parse(text)
            : new WatchCursor(await log.HeadsAsync(context.CancellationToken));
    }
}
