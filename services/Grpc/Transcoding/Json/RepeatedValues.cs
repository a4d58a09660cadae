using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>A repeated field: a JSON array.</summary>
internal sealed class RepeatedValues<TMessage, TValue>(FieldDescriptor descriptor, ValueCodec<TValue> codec)
    : JsonField(descriptor)
    where TMessage : class, IMessage
{
    private readonly Func<TMessage, RepeatedField<TValue>> get = JsonFields.Property(descriptor)
        .GetMethod!.CreateDelegate<Func<TMessage, RepeatedField<TValue>>>();

    public override bool TakesNull => false;

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WritePropertyName(Name);
        WriteValue(writer, message);
    }

    public override void WriteValue(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartArray();
        var values = get((TMessage)message);
        for (var i = 0; i < values.Count; i++)
        {
            codec.Write(writer, values[i]);
        }

        writer.WriteEndArray();
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new ProtoJsonException("must be an array");
        }

        var values = get((TMessage)into);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null && !codec.TakesNull)
            {
                throw new ProtoJsonException("must not be null");
            }

            values.Add(codec.Read(ref reader));
        }
    }

    public override void ReadText(string text, IMessage into) => get((TMessage)into).Add(codec.ReadText(text));
}
