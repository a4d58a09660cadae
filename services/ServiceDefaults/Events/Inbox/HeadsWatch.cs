using System.Collections.Concurrent;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>Notices, from the heads that producers announce, that the broker has lost events.</summary>
internal sealed class HeadsWatch(CatchUps catchUps, Cursors cursors, ParkedEvents parked, EventMetrics metrics)
    : IControlListener
{
    private readonly ConcurrentDictionary<(string Producer, int Partition), (long Cursor, long Head)> before = new();

    public string Kind => LogHeads.Kind;

    public async Task HearAsync(string source, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (catchUps.Of(source) is not { } catchUp)
            return;
        var head = (LogHead)EventBody.Parse(LogHead.Descriptor, body.Span);
        if (IsBehind(source, head))
            await cursors.LoadAsync(ct);
        for (var p = 0; p < Math.Min(head.Sequences.Count, EventPartition.Count); p++)
        {
            var now = (Cursor: cursors.Of(source, p).Sequence, Head: head.Sequences[p]);
            metrics.InboxLag(source, p, Math.Max(0, now.Head - now.Cursor));
            if (before.TryGetValue((source, p), out var last)
                && InboxRule.HasLost(now.Cursor, now.Head, last.Cursor, last.Head))
            {
                catchUp.Ask([p]);
            }
            before[(source, p)] = now;
        }
        metrics.Parked(await parked.CountOpenAsync(ct));
    }

    private bool IsBehind(string source, LogHead head) => head.Sequences
        .Take(EventPartition.Count).Where((sequence, p) => sequence > cursors.Of(source, p).Sequence).Any();
}
