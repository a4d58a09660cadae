using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Json;

namespace Risk.ServiceDefaults.Events;

/// <summary>Facts as canonical proto3 JSON.</summary>
internal static class EventBody
{
    public static byte[] ToBytes(IMessage fact) => ProtoJson.ToBytes(fact);

    public static IMessage Parse(MessageDescriptor type, ReadOnlySpan<byte> body) => ProtoJson.Parse(type, body);
}
