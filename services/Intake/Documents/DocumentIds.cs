using System.Security.Cryptography;

namespace Risk.Intake.Documents;

/// <summary>
/// Ids of UUID version 7 that ascend within this process: a counter fills the bits that RFC 9562 leaves for it, so that
/// documents recorded in one millisecond still list in their order.
/// </summary>
internal sealed class DocumentIds(TimeProvider clock)
{
    private const int CounterBits = 12;
    private long last;

    public Guid Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long before, next;
        do
        {
            before = Interlocked.Read(ref last);
            next = Math.Max(now, before + 1);
        }
        while (Interlocked.CompareExchange(ref last, next, before) != before);

        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, next >> CounterBits << 16);
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(
            bytes[6..], (short)(0x7000 | (next & ((1 << CounterBits) - 1))));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
