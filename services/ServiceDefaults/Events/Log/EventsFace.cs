using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using V1 = Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>What every service's <c>EventsService</c> answers: its log, and what it has set aside.</summary>
public sealed class EventsFace(EventLog log, ParkedEvents parked, OpenStreams streams)
{
    private const int PageSizeDefault = 50;
    private const int PageSizeMax = 500;
    private const int TypesMax = 100;

    /// <summary>
    /// Streams events from the log, each partition in order. Who follows it holds the stream open for as long as it may
    /// call, and has a limited number of them.
    /// </summary>
    public async Task ReadEventsAsync(
        V1.ReadEventsRequest request, IServerStreamWriter<V1.LoggedEvent> answer, ServerCallContext call)
    {
        var check = new InputCheck();
        check.That(request.Partitions.All(p => p is >= 0 and < EventPartition.Count), "partitions",
            new("Partitions are 0 to 15.", "分区为 0 到 15。"));
        check.That(request.FromSequence >= 0, "from_sequence", new("Must not be negative.", "不得为负数。"));
        check.That(request.MaxEvents >= 0, "max_events", new("Must not be negative.", "不得为负数。"));
        check.That(request.Types_.Count <= TypesMax, "types", new("At most 100 types.", "最多 100 种类型。"));
        check.ThrowIfAny();
        if (request.Follow)
            await streams.RunAsync(call, ct => WriteAsync(request, answer, ct));
        else
            await WriteAsync(request, answer, call.CancellationToken);
    }

    /// <summary>Lists the events of other services that this one could not apply, oldest first.</summary>
    public async Task<V1.ListParkedEventsResponse> ListParkedEventsAsync(
        V1.ListParkedEventsRequest request, ServerCallContext call)
    {
        Guid? after = request.PageToken.Length == 0 ? null
            : Guid.TryParse(request.PageToken, out var id) ? id
            : throw Refuse.Invalid("page_token", new("Give the token of the page before.", "请提供上一页的翻页标记。"));
        var size = request.PageSize <= 0 ? PageSizeDefault : Math.Min(request.PageSize, PageSizeMax);
        var page = await parked.ListAsync(size, after, call.CancellationToken);
        return new V1.ListParkedEventsResponse
        {
            ParkedEvents = { page.Select(p => p.ToContract()) },
            NextPageToken = page.Count == size ? page[^1].Event.Id.ToString() : "",
        };
    }

    /// <summary>Applies a parked event again.</summary>
    public async Task<V1.ParkedEvent> ReplayParkedEventAsync(
        V1.ReplayParkedEventRequest request, ServerCallContext call)
    {
        if (!Guid.TryParse(request.EventId, out var id))
            throw Refuse.Invalid("event_id", new("Give the id of a parked event.", "请提供已搁置事件的标识。"));
        return (await parked.ReplayAsync(id, call.CancellationToken)).ToContract();
    }

    private async Task WriteAsync(
        V1.ReadEventsRequest request, IServerStreamWriter<V1.LoggedEvent> answer, CancellationToken ct)
    {
        var left = request.MaxEvents == 0 ? long.MaxValue : request.MaxEvents;
        await foreach (var e in log.ReadAsync(ToQuery(request), ct))
        {
            await answer.WriteAsync(e.ToContract(), ct);
            if (--left == 0)
                return;
        }
    }

    private static LogQuery ToQuery(V1.ReadEventsRequest request)
    {
        var after = Math.Max(0, request.FromSequence - 1);
        return new LogQuery
        {
            After = request.Partitions.Count == 0
                ? LogQuery.EveryPartition(after)
                : request.Partitions.Distinct().ToDictionary(p => p, _ => after),
            FromTime = request.FromTime?.ToDateTimeOffset(),
            Types = [.. request.Types_],
            Follow = request.Follow,
        };
    }
}
