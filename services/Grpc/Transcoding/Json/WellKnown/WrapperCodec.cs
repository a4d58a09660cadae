using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json.WellKnown;

/// <summary>A wrapper as a message of its own: the value it wraps.</summary>
internal sealed class WrapperCodec(MessageDescriptor type) : MessageCodec
{
    private readonly JsonField value = JsonField.Make(type.FindFieldByNumber(1));

    public override void Write(Utf8JsonWriter writer, IMessage message) => value.WriteValue(writer, message);

    public override void Read(ref Utf8JsonReader reader, IMessage into) => value.Read(ref reader, into);
}
