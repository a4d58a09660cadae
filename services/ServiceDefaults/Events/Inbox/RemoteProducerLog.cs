using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults.Identity;
using V1 = Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>The logs of services at their gRPC addresses, <c>Producers:{name}:Address</c>.</summary>
internal sealed class RemoteProducerLog(IConfiguration configuration, ServiceKey key) : IProducerLog, IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<EventEnvelope> ReadAsync(
        string producer, IReadOnlyDictionary<int, long> after, [EnumeratorCancellation] CancellationToken ct)
    {
        var invoker = channels.GetOrAdd(producer, Connect).CreateCallInvoker();
        // The contract has one sequence for all partitions of a call: those that are equally far share one.
        foreach (var group in after.GroupBy(a => a.Value, a => a.Key))
        {
            var request = new V1.ReadEventsRequest { FromSequence = group.Key + 1, Partitions = { group } };
            using var call = invoker.AsyncServerStreamingCall(Method(producer), host: null, Options(ct), request);
            await foreach (var e in call.ResponseStream.ReadAllAsync(ct))
                yield return LoggedEvents.Read(e);
        }
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values)
            channel.Dispose();
    }

    private GrpcChannel Connect(string producer) =>
        configuration[$"Producers:{producer}:Address"] is { Length: > 0 } address
            ? GrpcChannel.ForAddress(address)
            : throw new InvalidOperationException(
                $"Producers:{producer}:Address is not set: what the broker loses cannot be read from {producer}.");

    private CallOptions Options(CancellationToken ct)
    {
        var headers = new Metadata();
        if (key.Authorization is { } authorization)
            headers.Add("authorization", authorization);
        return new CallOptions(headers, cancellationToken: ct);
    }

    private static Method<V1.ReadEventsRequest, V1.LoggedEvent> Method(string producer) => new(
        MethodType.ServerStreaming, $"risk.{producer}.v1.EventsService", "ReadEvents",
        Marshallers.Create(request => request.ToByteArray(), V1.ReadEventsRequest.Parser.ParseFrom),
        Marshallers.Create(e => e.ToByteArray(), V1.LoggedEvent.Parser.ParseFrom));
}
