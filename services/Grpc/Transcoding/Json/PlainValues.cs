using System.Buffers.Text;
using System.Text.Json;
using Google.Protobuf;

namespace Grpc.Transcoding.Json;

/// <summary>bool: true or false.</summary>
internal sealed class TrueOrFalse : ValueCodec<bool>
{
    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, bool value) =>
        writer.WriteBoolean(name, value);

    public override bool Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw new ProtoJsonException("must be true or false"),
    };

    public override bool ReadText(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new ProtoJsonException("must be true or false"),
    };

    public override string WriteText(bool value) => value ? "true" : "false";
}

/// <summary>string.</summary>
internal sealed class TextValue : ValueCodec<string>
{
    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, string value) =>
        writer.WriteString(name, value);

    public override string Read(ref Utf8JsonReader reader) => JsonToken.String(in reader);

    public override string ReadText(string text) => text;
}

/// <summary>bytes: base64; the URL-safe alphabet and missing padding are read too.</summary>
internal sealed class BytesValue : ValueCodec<ByteString>
{
    public override void Write(Utf8JsonWriter writer, ByteString value) => writer.WriteBase64StringValue(value.Span);

    public override ByteString Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new ProtoJsonException("must be a string of base64");
        }

        if (reader.TryGetBytesFromBase64(out var bytes))
        {
            return UnsafeByteOperations.UnsafeWrap(bytes);
        }

        var text = JsonToken.Text(in reader, stackalloc byte[JsonToken.ScratchBytes]).ToArray();
        text.AsSpan().Replace((byte)'+', (byte)'-');
        text.AsSpan().Replace((byte)'/', (byte)'_');
        try
        {
            return UnsafeByteOperations.UnsafeWrap(Base64Url.DecodeFromUtf8(text));
        }
        catch (FormatException)
        {
            throw new ProtoJsonException("must be a string of base64");
        }
    }
}
