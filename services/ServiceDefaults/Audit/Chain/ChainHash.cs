using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Risk.ServiceDefaults.Audit;

/// <summary>An entry as it is stored, as far as the chain covers it: every field.</summary>
internal sealed record StoredEntry
{
    public required ulong Xid { get; init; }
    public required long RowId { get; init; }
    public required DateTime RecordedAt { get; init; }
    public required DateTime At { get; init; }
    public required string Actor { get; init; }
    public required string ActorName { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public required string? Cause { get; init; }
    public required byte[] PayloadSha256 { get; init; }

    public (ulong, long) Place => (Xid, RowId);
}

/// <summary>The hash of a link. The payload is in it by its own hash, which is compared with the bytes apart.</summary>
internal static class ChainHash
{
    public const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>What stands before the first link.</summary>
    public static readonly byte[] Genesis = new byte[Bytes];

    public static byte[] Of(byte[] previous, long link, StoredEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write(previous);
        Write(buffer, link);
        Write(buffer, unchecked((long)entry.Xid));
        Write(buffer, entry.RowId);
        Write(buffer, Microseconds(entry.RecordedAt));
        Write(buffer, Microseconds(entry.At));
        Write(buffer, entry.Actor);
        Write(buffer, entry.ActorName);
        Write(buffer, entry.Action);
        Write(buffer, entry.Subject);
        Write(buffer, entry.Cause);
        buffer.Write(entry.PayloadSha256);
        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void Write(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    /// <summary>Each text behind its length, so that no two entries have the same bytes.</summary>
    private static void Write(ArrayBufferWriter<byte> buffer, string? text)
    {
        Write(buffer, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
            Encoding.UTF8.GetBytes(text, buffer);
    }
}
