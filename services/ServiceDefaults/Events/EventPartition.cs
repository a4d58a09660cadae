using System.Text;

namespace Risk.ServiceDefaults.Events;

/// <summary>Which of the sixteen partitions a subject's events go to; the same on every machine, for ever.</summary>
public static class EventPartition
{
    public const int Count = 16;

    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    /// <summary>FNV-1a over the UTF-8 bytes, folded: identifiers that differ in one digit spread evenly.</summary>
    public static int Of(string subject)
    {
        var hash = FnvOffset;
        foreach (var b in Encoding.UTF8.GetBytes(subject))
            hash = (hash ^ b) * FnvPrime;
        hash ^= hash >> 16;
        hash ^= hash >> 8;
        return (int)(hash % Count);
    }
}
