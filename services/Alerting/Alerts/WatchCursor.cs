using System.Globalization;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>How far a watcher has seen each partition of the log, as text: opaque to callers, but for `0`.</summary>
internal sealed class WatchCursor(IEnumerable<long> sequences)
{
    private const int PartitionsCount = 16;

    private readonly long[] after = [.. sequences];

    public static WatchCursor Beginning => new(new long[PartitionsCount]);

    public IReadOnlyDictionary<int, long> After =>
        after.Select((sequence, partition) => (sequence, partition)).ToDictionary(p => p.partition, p => p.sequence);

    public static WatchCursor Parse(string text)
    {
        if (text == "0")
            return Beginning;
        var parts = text.Length <= PartitionsCount * 20 ? text.Split('.') : [];
        var sequences = parts.Select(part =>
            long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : -1);
        return parts.Length == PartitionsCount && sequences.All(sequence => sequence >= 0)
            ? new WatchCursor(sequences)
            : throw Refuse.Invalid("cursor", new(
                "is none that this stream has given; give one of its cursors, `0`, or none",
                "不是本数据流给出的游标；请提供其游标、`0` 或留空"));
    }

    /// <summary>Moves on to an event that was seen.</summary>
    public void Pass(int partition, long sequence) => after[partition] = sequence;

    public override string ToString() =>
        string.Join('.', after.Select(sequence => sequence.ToString(CultureInfo.InvariantCulture)));
}
