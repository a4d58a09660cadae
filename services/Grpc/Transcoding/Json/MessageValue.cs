using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>
/// A message as a field's value; its codec is looked up on first use, because types may be recursive.
/// </summary>
internal sealed class MessageValue<T>(MessageDescriptor type) : ValueCodec<T>
    where T : class, IMessage, new()
{
    private MessageCodec? codec;

    public override bool TakesNull => Codec.TakesNull;

    private MessageCodec Codec => codec ??= MessageCodec.For(type);

    public override void Write(Utf8JsonWriter writer, T value) => Codec.Write(writer, value);

    public override T Read(ref Utf8JsonReader reader)
    {
        var message = new T();
        Codec.Read(ref reader, message);
        return message;
    }
}
