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

    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

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

    public void Small(short? value)
    {
        if (value is { } known)
            Small(known);
        else
            Nothing();
    }

    public void Whole(int value)
    {
        Int(sizeof(int));
        Int(value);
    }

    public void Big(long value)
    {
        Int(sizeof(long));
        Long(value);
    }

    public void Nothing() => Int(Null);

    public void Day(DateOnly? value)
    {
        if (value is { } known)
            Day(known);
        else
            Nothing();
    }

    public void Number(decimal? value)
    {
        if (value is { } known)
            Number(known);
        else
            Nothing();
    }

    public void Uuid(Guid? value)
    {
        if (value is { } known)
            Uuid(known);
        else
            Nothing();
    }

    public void Truth(bool value)
    {
        Int(1);
        bytes.Write(value ? [(byte)1] : [(byte)0]);
    }

    public void Day(DateOnly value)
    {
        Int(sizeof(int));
        Int(value.DayNumber - EpochDay);
    }

    /// <summary>A jsonb value from its text.</summary>
    public void Json(ReadOnlySpan<byte> text)
    {
        Int(text.Length + 1);
        bytes.Write([(byte)1]);
        bytes.Write(text);
    }

    /// <summary>Numeric: groups of four digits, so the scale is rounded up to whole groups.</summary>
    public void Number(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var scale = (parts[3] >> 16) & 0xFF;
        var mantissa = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        var padded = (scale + 3) / 4 * 4;
        for (var i = scale; i < padded; i++)
            mantissa *= 10;
        Span<short> groups = stackalloc short[12];
        var count = 0;
        for (; mantissa != 0; mantissa /= 10_000)
            groups[count++] = (short)(mantissa % 10_000);
        Int(sizeof(short) * (4 + count));
        Short((short)count);
        Short((short)(count == 0 ? 0 : count - padded / 4 - 1));
        Short((short)(value < 0 ? 0x4000 : 0));
        Short((short)scale);
        for (var i = count - 1; i >= 0; i--)
            Short(groups[i]);
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

    /// <summary>An array of texts, none of them null.</summary>
    public void Texts(IReadOnlyCollection<string> values)
    {
        const int Header = 3 * sizeof(int), Dimension = 2 * sizeof(int), TextOid = 25;
        var dimensions = values.Count == 0 ? 0 : 1;
        Int(Header + (dimensions * Dimension) + values.Sum(v => sizeof(int) + Encoding.UTF8.GetByteCount(v)));
        Int(dimensions);
        Int(0);
        Int(TextOid);
        if (dimensions == 0)
            return;
        Int(values.Count);
        Int(1);
        foreach (var value in values)
            Text(value);
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
