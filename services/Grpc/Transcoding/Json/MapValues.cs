using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>A map field: a JSON object with the keys as names.</summary>
internal sealed class MapValues<TMessage, TKey, TValue>(
    FieldDescriptor descriptor, ValueCodec<TKey> keys, ValueCodec<TValue> values)
    : JsonField(descriptor)
    where TMessage : class, IMessage
    where TKey : notnull
{
    private readonly Func<TMessage, MapField<TKey, TValue>> get = JsonFields.Property(descriptor)
        .GetMethod!.CreateDelegate<Func<TMessage, MapField<TKey, TValue>>>();

    public override bool TakesNull => false;

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WritePropertyName(Name);
        WriteValue(writer, message);
    }

    public override void WriteValue(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in get((TMessage)message))
        {
            writer.WritePropertyName(keys.WriteText(key));
            values.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtoJsonException("must be an object");
        }

        var map = get((TMessage)into);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = keys.ReadText(JsonToken.Name(in reader));
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null && !values.TakesNull)
            {
                throw new ProtoJsonException("must not be null");
            }

            if (map.ContainsKey(key))
            {
                throw new ProtoJsonException("is given twice");
            }

            map[key] = values.Read(ref reader);
        }
    }

    public override void ReadText(string text, IMessage into) =>
        throw new ProtoJsonException("is a map, which only a JSON body can hold");
}
