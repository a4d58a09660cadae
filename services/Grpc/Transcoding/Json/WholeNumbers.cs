using System.Buffers.Text;
using System.Text.Json;

namespace Grpc.Transcoding.Json;

/// <summary>int32, sint32, sfixed32: a JSON number; a string is read too.</summary>
internal sealed class WholeNumber32 : ValueCodec<int>
{
    public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, int value) =>
        writer.WriteNumber(name, value);

    public override int Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value)
            ? value
            : (int)NumberText.Whole(in reader, int.MinValue, int.MaxValue);
}

/// <summary>uint32, fixed32: a JSON number; a string is read too.</summary>
internal sealed class UnsignedNumber32 : ValueCodec<uint>
{
    public override void Write(Utf8JsonWriter writer, uint value) => writer.WriteNumberValue(value);

    public override uint Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out var value)
            ? value
            : (uint)NumberText.Whole(in reader, uint.MinValue, uint.MaxValue);
}

/// <summary>int64, sint64, sfixed64: a string, because JavaScript rounds beyond 2⁵³; a number is read too.</summary>
internal sealed class WholeNumber64 : ValueCodec<long>
{
    private const int DigitsMax = 20;

    public override void Write(Utf8JsonWriter writer, long value)
    {
        Span<byte> text = stackalloc byte[DigitsMax];
        Utf8Formatter.TryFormat(value, text, out var length);
        writer.WriteStringValue(text[..length]);
    }

    public override long Read(ref Utf8JsonReader reader) =>
        reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false }
        && Utf8Parser.TryParse(reader.ValueSpan, out long value, out var used) && used == reader.ValueSpan.Length
        && reader.ValueSpan[0] != (byte)'+'
            ? value
            : (long)NumberText.Whole(in reader, long.MinValue, long.MaxValue);
}

/// <summary>uint64, fixed64: a string, because JavaScript rounds beyond 2⁵³; a number is read too.</summary>
internal sealed class UnsignedNumber64 : ValueCodec<ulong>
{
    private const int DigitsMax = 20;

    public override void Write(Utf8JsonWriter writer, ulong value)
    {
        Span<byte> text = stackalloc byte[DigitsMax];
        Utf8Formatter.TryFormat(value, text, out var length);
        writer.WriteStringValue(text[..length]);
    }

    public override ulong Read(ref Utf8JsonReader reader) =>
        (ulong)NumberText.Whole(in reader, ulong.MinValue, ulong.MaxValue);
}
