using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// A place in the event log of one producer and partition. Its text, such as <c>intake.7.123456.789</c>, is opaque to
/// callers. Within a partition the order of (transaction, row) is the order of sequences, but it is known at commit.
/// </summary>
public readonly record struct LogPosition(string Producer, int Partition, ulong Transaction, long Row)
{
    /// <summary>
    /// Positions joined by commas are accepted up to this many: those of several answers, each of which may have
    /// touched every partition.
    /// </summary>
    public const int CountMax = 256;

    public bool IsReachedBy(ulong transaction, long row) =>
        transaction > Transaction || (transaction == Transaction && row >= Row);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Producer}.{Partition}.{Transaction}.{Row}");

    /// <summary>Reads one position.</summary>
    public static bool TryParse(string? text, out LogPosition position)
    {
        position = default;
        var parts = (text ?? "").Split('.');
        if (parts.Length != 4 || parts[0].Length is 0 or > 32 || !parts[0].All(char.IsAsciiLetterLower)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || partition >= EventPartition.Count
            || !ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var transaction)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var row))
        {
            return false;
        }
        position = new LogPosition(parts[0], partition, transaction, row);
        return true;
    }

    /// <summary>Reads positions joined by commas, as an answer that touched several partitions carries them.</summary>
    public static bool TryParseAll(string? text, [NotNullWhen(true)] out IReadOnlyList<LogPosition>? positions)
    {
        positions = null;
        var parts = (text ?? "").Split(',', CountMax + 1);
        if (parts.Length > CountMax)
            return false;
        var all = new List<LogPosition>(parts.Length);
        foreach (var part in parts)
        {
            if (!TryParse(part, out var position))
                return false;
            all.Add(position);
        }
        positions = all;
        return true;
    }

    /// <summary>The last place per producer and partition, joined by commas.</summary>
    public static string Join(IEnumerable<LogPosition> positions) =>
        string.Join(',', positions.GroupBy(p => (p.Producer, p.Partition))
            .Select(places => places.MaxBy(p => (p.Transaction, p.Row))));
}
