using System.Text;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Json;

namespace Risk.Contracts.Tests.Events;

/// <summary>Bodies of events as the services write and read them.</summary>
internal static class EventBodies
{
    /// <summary>The text as the services would write it; what they could not read is refused.</summary>
    public static byte[] Canonical(MessageDescriptor type, string json) =>
        ProtoJson.ToBytes(ProtoJson.Parse(type, Encoding.UTF8.GetBytes(json)));
}
