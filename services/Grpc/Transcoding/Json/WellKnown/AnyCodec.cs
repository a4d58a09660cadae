using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>google.protobuf.Any: the message it holds, with its type beside the fields as <c>@type</c>.</summary>
internal sealed class AnyCodec : MessageCodec
{
    private static readonly JsonEncodedText TypeName = JsonEncodedText.Encode("@type");
    private static readonly JsonEncodedText ValueName = JsonEncodedText.Encode("value");

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        var any = (Any)message;
        writer.WriteStartObject();
        if (any.TypeUrl.Length > 0)
        {
            writer.WriteString(TypeName, any.TypeUrl);
            var held = New(KnownTypes.Find(any.TypeUrl));
            held.MergeFrom(any.Value);
            if (For(held.Descriptor) is PlainMessage plain)
            {
                plain.WriteFields(writer, held);
            }
            else
            {
                writer.WritePropertyName(ValueName);
                For(held.Descriptor).Write(writer, held);
            }
        }

        writer.WriteEndObject();
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtoJsonException("must be an object");
        }

        var probe = reader;
        var typeUrl = Member(ref probe, "@type"u8) ? JsonToken.String(in probe) : "";
        if (typeUrl.Length == 0)
        {
            RequireEmpty(ref reader);
            return;
        }

        var held = New(KnownTypes.Find(typeUrl));
        if (For(held.Descriptor) is PlainMessage plain)
        {
            plain.Read(ref reader, held);
        }
        else
        {
            ReadValue(ref reader, held);
        }

        var any = (Any)into;
        (any.TypeUrl, any.Value) = (typeUrl, held.ToByteString());
    }

    private static void ReadValue(ref Utf8JsonReader reader, IMessage held)
    {
        var value = reader;
        if (!Member(ref value, "value"u8))
        {
            throw new ProtoJsonException("must have a 'value'");
        }

        For(held.Descriptor).Read(ref value, held);
        reader.Skip();
    }

    private static void RequireEmpty(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.EndObject)
        {
            throw new ProtoJsonException("must have an '@type'");
        }
    }

    private static bool Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
