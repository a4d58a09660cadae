using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>A field that holds one value.</summary>
internal sealed class SingularField<TMessage, TValue>(FieldDescriptor descriptor, ValueCodec<TValue> codec)
    : JsonField(descriptor)
    where TMessage : class, IMessage
{
    private readonly bool asksPresence = descriptor.HasPresence && descriptor.FieldType != FieldType.Message;
    private readonly Func<TMessage, TValue> get = JsonFields.Property(descriptor)
        .GetMethod!.CreateDelegate<Func<TMessage, TValue>>();

    private readonly Action<TMessage, TValue> set = JsonFields.Property(descriptor)
        .SetMethod!.CreateDelegate<Action<TMessage, TValue>>();


    public override bool TakesNull => codec.TakesNull;

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        if (!asksPresence || Descriptor.Accessor.HasValue(message))
        {
            var value = get((TMessage)message);
            if (value is not null)
            {
                codec.Write(writer, Name, value);
            }
        }
    }

    public override void WriteValue(Utf8JsonWriter writer, IMessage message)
    {
        var value = get((TMessage)message);
        if (value is null || (asksPresence && !Descriptor.Accessor.HasValue(message)))
        {
            writer.WriteNullValue();
        }
        else
        {
            codec.Write(writer, value);
        }
    }

    public override void Read(ref Utf8JsonReader reader, IMessage into) =>
        set((TMessage)into, codec.Read(ref reader));

    public override void ReadText(string text, IMessage into) => set((TMessage)into, codec.ReadText(text));
}
