using System.Buffers.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>google.protobuf.Duration: seconds with a fraction and <c>s</c>.</summary>
internal sealed class DurationCodec : MessageCodec
{
    private const long SecondsMax = 315_576_000_000;
    private const string Form = "must be a duration in seconds such as 1.5s";

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        var duration = (Duration)message;
        var (seconds, nanos) = (duration.Seconds, duration.Nanos);
        if (seconds is < -SecondsMax or > SecondsMax
            || nanos is <= -Digits.NanosPerSecond or >= Digits.NanosPerSecond
            || (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0))
        {
            throw new InvalidOperationException($"{seconds} s {nanos} ns is no duration within 10,000 years.");
        }

        Span<byte> text = stackalloc byte[32];
        var length = 0;
        if (seconds < 0 || nanos < 0)
        {
            text[length++] = (byte)'-';
        }

        Utf8Formatter.TryFormat(Math.Abs(seconds), text[length..], out var digits);
        length += digits;
        length += Digits.WriteFraction(text[length..], Math.Abs(nanos));
        text[length++] = (byte)'s';
        writer.WriteStringValue(text[..length]);
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new ProtoJsonException(Form);
        }

        var text = JsonToken.Text(in reader, stackalloc byte[JsonToken.ScratchBytes]);
        var sign = text.StartsWith("-"u8) ? -1 : 1;
        var rest = sign < 0 ? text[1..] : text;
        if (rest.IsEmpty || !char.IsAsciiDigit((char)rest[0])
            || !Utf8Parser.TryParse(rest, out long seconds, out var used) || seconds > SecondsMax)
        {
            throw new ProtoJsonException(Form);
        }

        rest = rest[used..];
        var nanos = Digits.ReadFraction(ref rest);
        if (nanos < 0 || !rest.SequenceEqual("s"u8))
        {
            throw new ProtoJsonException(Form);
        }

        var duration = (Duration)into;
        (duration.Seconds, duration.Nanos) = (sign * seconds, sign * nanos);
    }
}
