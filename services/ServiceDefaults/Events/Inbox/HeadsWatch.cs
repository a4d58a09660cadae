using System.Collections.Concurrent;
using System.Diagnostics;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Notices, from the heads that producers announce, that the broker has lost events; and from their silence, that
/// nothing comes through: then the logs are asked directly, for as long as it lasts.
/// </summary>
internal sealed class HeadsWatch(CatchUps catchUps, Cursors cursors, ParkedEvents parked, EventMetrics metrics)
    : IControlListener
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string Producer, int Partition), (long Cursor, long Head)> before = new();
    private readonly ConcurrentDictionary<string, long> heard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> level = new(StringComparer.Ordinal);
    private readonly long startedAt = Stopwatch.GetTimestamp();

    public string Kind => LogHeads.Kind;

    public async Task HearAsync(string source, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (catchUps.Of(source) is not { } catchUp)
            return;
        heard[source] = Stopwatch.GetTimestamp();
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
        if (!IsBehind(source, head))
            level[source] = Stopwatch.GetTimestamp();
        metrics.Parked(await parked.CountOpenAsync(ct));
    }

    /// <summary>How long ago everything that the producer had published was last known to be applied here.</summary>
    public TimeSpan AgeOf(string producer) =>
        Stopwatch.GetElapsedTime(level.GetValueOrDefault(producer, startedAt));

    /// <summary>Asks the logs of those who are silent, until cancelled.</summary>
    public async Task WatchSilenceAsync(CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await Task.Delay(SilenceMax, ct);
            foreach (var (producer, catchUp) in catchUps.ByProducer)
            {
                if (Stopwatch.GetElapsedTime(heard.GetValueOrDefault(producer, started)) >= SilenceMax)
                    catchUp.Ask(Enumerable.Range(0, EventPartition.Count));
            }
        }
    }

    private bool IsBehind(string source, LogHead head) => head.Sequences
        .Take(EventPartition.Count).Where((sequence, p) => sequence > cursors.Of(source, p).Sequence).Any();
}
