using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// Lets a call through when its caller is known, has one of the roles that it declares, and is not too fast.
/// </summary>
internal sealed class IdentityInterceptor(Recognition recognition, IdentitySettings settings) : Interceptor
{
    private readonly ConcurrentDictionary<string, RolesAttribute?> needed = new(StringComparer.Ordinal);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask AdmitAsync(ServerCallContext context)
    {
        var isFrames = context.Method.StartsWith("/grpc.", StringComparison.Ordinal);
        if (isFrames && IsOpenToAll(context.Method))
            return;
        var http = context.GetHttpContext();
        var caller = await recognition.RecogniseAsync(http, context.CancellationToken);
        if (!needed.TryGetValue(context.Method, out var roles))
        {
            roles = http.GetEndpoint()?.Metadata.GetMetadata<RolesAttribute>();
            needed.TryAdd(context.Method, roles);
        }
        if (!isFrames && (roles is null || !caller.Is(roles.Needed)))
            throw Denied(roles);
        context.Remember(caller);
    }

    private bool IsOpenToAll(string method) => method.StartsWith("/grpc.health.v1.", StringComparison.Ordinal)
        || (settings.AnonymousReflection && method.StartsWith("/grpc.reflection.", StringComparison.Ordinal));

    internal static Refusal Denied(RolesAttribute? roles) => roles is null
        ? Refuse.Denied("NO_ROLES_DECLARED", new("This call is open to nobody.", "该接口未开放。"))
        : Refuse.Denied("ROLE_MISSING", new(
            $"This call needs one of the roles {roles.Needed}.", $"该接口需要以下任一角色：{roles.Needed}。"));
}
