namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>Decimal digits of times and durations as UTF-8.</summary>
internal static class Digits
{
    public const int NanosPerSecond = 1_000_000_000;

    /// <summary>Writes a number with leading zeros.</summary>
    public static void Write(Span<byte> to, int value)
    {
        for (var i = to.Length - 1; i >= 0; i--)
        {
            to[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    /// <summary>Writes a fraction of a second with 0, 3, 6 or 9 digits and says how many bytes that took.</summary>
    public static int WriteFraction(Span<byte> to, int nanos)
    {
        if (nanos == 0)
        {
            return 0;
        }

        var (digits, value) = nanos % 1_000_000 == 0 ? (3, nanos / 1_000_000)
            : nanos % 1_000 == 0 ? (6, nanos / 1_000)
            : (9, nanos);
        to[0] = (byte)'.';
        Write(to.Slice(1, digits), value);
        return digits + 1;
    }

    /// <summary>Reads digits only; −1 when there is anything else or nothing.</summary>
    public static int Read(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            value = (value * 10) + (digit - '0');
        }

        return text.IsEmpty ? -1 : value;
    }

    /// <summary>Reads a leading <c>.123456789</c>, if there is one, and cuts it off; −1 when it is malformed.</summary>
    public static int ReadFraction(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)'.')
        {
            return 0;
        }

        var length = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length - 1 : length;
        if (length is 0 or > 9)
        {
            return -1;
        }

        var nanos = Read(text.Slice(1, length));
        for (var i = length; i < 9; i++)
        {
            nanos *= 10;
        }

        text = text[(length + 1)..];
        return nanos;
    }
}
