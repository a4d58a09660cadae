using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>
/// A request with an id is done once: its answer is stored in the transaction that does it, and a repetition by the
/// same
/// caller gets the same bytes. What is refused is not stored.
/// </summary>
internal sealed class IdempotencyInterceptor : Interceptor
{
    private readonly ConcurrentDictionary<string, bool> ownWay = new(StringComparer.Ordinal);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var id = RequestId.Take(request, context);
        return id.Length == 0 || HasOwnWay(context)
            ? continuation(request, context)
            : DoneOnce.RunAsync(id, request, context, () => continuation(request, context));
    }

    private bool HasOwnWay(ServerCallContext context) =>
        ownWay.TryGetValue(context.Method, out var own) ? own : ownWay.GetOrAdd(context.Method,
            _ => context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<OwnIdempotencyAttribute>() is not null);
}
