using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Json;

/// <summary>How one message type is written as JSON and read again; made once per type.</summary>
internal abstract class MessageCodec
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageCodec> Made = new();

    /// <summary>Whether JSON null is a value of this type (only of google.protobuf.Value).</summary>
    public virtual bool TakesNull => false;

    public static MessageCodec For(MessageDescriptor type) =>
        Made.TryGetValue(type, out var codec) ? codec : Made.GetOrAdd(type, Make);

    public static IMessage New(MessageDescriptor type) =>
        (IMessage?)Activator.CreateInstance(type.ClrType)
        ?? throw new NotSupportedException($"{type.FullName} has no compiled type.");

    public abstract void Write(Utf8JsonWriter writer, IMessage message);

    /// <summary>Reads from the value's first token and leaves the reader on its last.</summary>
    public abstract void Read(ref Utf8JsonReader reader, IMessage into);

    private static MessageCodec Make(MessageDescriptor type)
    {
        KnownTypes.Add(type.File);
        return WellKnown.WellKnownCodecs.Find(type) ?? new PlainMessage(type);
    }
}
