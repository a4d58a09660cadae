using Google.Protobuf;
using Grpc.Transcoding.Json;

namespace Risk.Testing;

/// <summary>An event as the service wrote it to its log.</summary>
public sealed record PublishedEvent(string Type, string Subject, DateTimeOffset Time, byte[] Body)
{
    public T As<T>() where T : class, IMessage<T>, new() => ProtoJson.Parse<T>(Body);
}
