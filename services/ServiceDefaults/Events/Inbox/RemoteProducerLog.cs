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
    // So a connection is given up whose other end went without a word.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);

    /// <summary>How long is waited for the next event, or the end; how long applying takes is not counted.</summary>
    internal TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(60);

    public async IAsyncEnumerable<EventEnvelope> ReadAsync(
        string producer, IReadOnlyDictionary<int, long> after, [EnumeratorCancellation] CancellationToken ct)
    {
        var invoker = channels.GetOrAdd(producer, Connect).CreateCallInvoker();
        // The contract has one sequence for all partitions of a call: those that are equally far share one.
        foreach (var group in after.GroupBy(a => a.Value, a => a.Key))
        {
            var request = new V1.ReadEventsRequest { FromSequence = group.Key + 1, Partitions = { group } };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var call = invoker.AsyncServerStreamingCall(
                Method(producer), host: null, Options(patience.Token), request);
            while (await NextAsync(call.ResponseStream, patience, ct))
                yield return LoggedEvents.Read(call.ResponseStream.Current);
        }
    }

    private async Task<bool> NextAsync(
        IAsyncStreamReader<V1.LoggedEvent> events, CancellationTokenSource patience, CancellationToken ct)
    {
        patience.CancelAfter(SilenceMax);
        try
        {
            return await events.MoveNext(patience.Token);
        }
        catch (Exception silent) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The log has said nothing for {SilenceMax}.", silent);
        }
        finally
        {
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values)
            channel.Dispose();
    }

    private GrpcChannel Connect(string producer) =>
        configuration[$"Producers:{producer}:Address"] is { Length: > 0 } address
            ? GrpcChannel.ForAddress(address, new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    ConnectTimeout = PingEvery,
                    KeepAlivePingDelay = PingEvery,
                    KeepAlivePingTimeout = PingEvery,
                },
                DisposeHttpClient = true,
                // Whatever the bus has carried, the log must be able to give again.
                MaxReceiveMessageSize = null,
            })
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
