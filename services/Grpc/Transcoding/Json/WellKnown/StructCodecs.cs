using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>google.protobuf.Struct: any JSON object.</summary>
internal sealed class StructCodec : MessageCodec
{
    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in ((Struct)message).Fields)
        {
            writer.WritePropertyName(name);
            DynamicValueCodec.WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtoJsonException("must be an object");
        }

        var fields = ((Struct)into).Fields;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonToken.Name(in reader);
            reader.Read();
            if (!fields.TryAdd(name, DynamicValueCodec.ReadValue(ref reader)))
            {
                throw new ProtoJsonException("is given twice");
            }
        }
    }
}

/// <summary>google.protobuf.ListValue: any JSON array.</summary>
internal sealed class ListValueCodec : MessageCodec
{
    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartArray();
        foreach (var value in ((ListValue)message).Values)
        {
            DynamicValueCodec.WriteValue(writer, value);
        }

        writer.WriteEndArray();
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new ProtoJsonException("must be an array");
        }

        var values = ((ListValue)into).Values;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(DynamicValueCodec.ReadValue(ref reader));
        }
    }
}

/// <summary>google.protobuf.Value: any JSON value.</summary>
internal sealed class DynamicValueCodec : MessageCodec
{
    private static readonly DoubleNumber Number = new();

    public override bool TakesNull => true;

    public static void WriteValue(Utf8JsonWriter writer, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.NumberValue:
                Number.Write(writer, value.NumberValue);
                break;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                For(Struct.Descriptor).Write(writer, value.StructValue);
                break;
            case Value.KindOneofCase.ListValue:
                For(ListValue.Descriptor).Write(writer, value.ListValue);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    public static Value ReadValue(ref Utf8JsonReader reader)
    {
        var value = new Value();
        For(Value.Descriptor).Read(ref reader, value);
        return value;
    }

    public override void Write(Utf8JsonWriter writer, IMessage message) => WriteValue(writer, (Value)message);

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        var value = (Value)into;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                value.NullValue = NullValue.NullValue;
                break;
            case JsonTokenType.True or JsonTokenType.False:
                value.BoolValue = reader.GetBoolean();
                break;
            case JsonTokenType.Number:
                value.NumberValue = NumberText.Floating(in reader);
                break;
            case JsonTokenType.String:
                value.StringValue = JsonToken.String(in reader);
                break;
            case JsonTokenType.StartObject:
                value.StructValue = new Struct();
                For(Struct.Descriptor).Read(ref reader, value.StructValue);
                break;
            default:
                value.ListValue = new ListValue();
                For(ListValue.Descriptor).Read(ref reader, value.ListValue);
                break;
        }
    }
}
