using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>google.protobuf.Timestamp: RFC 3339 in UTC; any offset is read.</summary>
internal sealed class TimestampCodec : MessageCodec
{
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;
    private const string Form = "must be a time such as 2026-01-31T08:30:00Z";

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        var time = (Timestamp)message;
        if (time.Seconds is < SecondsMin or > SecondsMax || time.Nanos is < 0 or >= Digits.NanosPerSecond)
        {
            throw new InvalidOperationException($"{time.Seconds} s {time.Nanos} ns is no time of the years 1 to 9999.");
        }

        var utc = DateTime.UnixEpoch.AddTicks(time.Seconds * TimeSpan.TicksPerSecond);
        Span<byte> text = stackalloc byte[30];
        utc.TryFormat(text, out _, "yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var length = 19 + Digits.WriteFraction(text[19..], time.Nanos);
        text[length++] = (byte)'Z';
        writer.WriteStringValue(text[..length]);
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new ProtoJsonException(Form);
        }

        var text = JsonToken.Text(in reader, stackalloc byte[JsonToken.ScratchBytes]);
        var dashes = text.Length >= 20 && text[4] == '-' && text[7] == '-';
        if (!dashes || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            throw new ProtoJsonException(Form);
        }

        var seconds = Seconds(text);
        var rest = text[19..];
        var nanos = Digits.ReadFraction(ref rest);
        seconds -= OffsetSeconds(rest);
        if (nanos < 0 || seconds is < SecondsMin or > SecondsMax)
        {
            throw new ProtoJsonException(Form);
        }

        var time = (Timestamp)into;
        (time.Seconds, time.Nanos) = (seconds, nanos);
    }

    private static long Seconds(ReadOnlySpan<byte> text)
    {
        var (year, month, day) = (Digits.Read(text[..4]), Digits.Read(text[5..7]), Digits.Read(text[8..10]));
        var (hour, minute, second) = (Digits.Read(text[11..13]), Digits.Read(text[14..16]), Digits.Read(text[17..19]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            throw new ProtoJsonException(Form);
        }

        var utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
    }

    private static int OffsetSeconds(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("Z"u8))
        {
            return 0;
        }

        if (text.Length == 6 && text[0] is (byte)'+' or (byte)'-' && text[3] == ':')
        {
            var (hours, minutes) = (Digits.Read(text[1..3]), Digits.Read(text[4..6]));
            if (hours is >= 0 and <= 18 && minutes is >= 0 and <= 59)
            {
                return ((hours * 60) + minutes) * (text[0] == '-' ? -60 : 60);
            }
        }

        throw new ProtoJsonException(Form);
    }
}
