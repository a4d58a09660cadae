using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// Lets a call in when its caller is known, has one of the roles that it declares, and is not too fast. It is decided
/// before a byte of the request is read: who is refused has the service hold nothing.
/// </summary>
internal sealed class Admission(Recognition recognition, IdentitySettings settings)
{
    private static readonly byte[] EmptyMessage = new byte[5];

    private readonly ConcurrentDictionary<string, RolesAttribute?> needed = new(StringComparer.Ordinal);

    public Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is not { } method)
            return next(http);
        var decided = DecideAsync(http, method.FullName);
        return decided.IsCompletedSuccessfully ? next(http) : AfterAsync(decided, http, next);
    }

    private static async Task AfterAsync(ValueTask decided, HttpContext http, RequestDelegate next)
    {
        await decided;
        await next(http);
    }

    /// <summary>The caller who was let in; what was against it is thrown here, where it becomes an answer.</summary>
    public static Caller Admitted(HttpContext http)
    {
        var outcome = http.Features.GetRequiredFeature<Outcome>();
        outcome.Failure?.Throw();
        return outcome.Caller;
    }

    private async ValueTask DecideAsync(HttpContext http, string method)
    {
        try
        {
            http.Features.Set(new Outcome(await AdmitAsync(http, method), Failure: null));
        }
        catch (Exception failed)
        {
            // Thrown again by the interceptor, which every call passes; until then an empty message stands for the
            // request, in the form of either face, so that nothing of the true one is read.
            http.Features.Set(new Outcome(Caller.Anonymous, ExceptionDispatchInfo.Capture(failed)));
            http.Request.Body = CallLimits.IsGrpc(http) ? new MemoryStream(EmptyMessage, writable: false) : Stream.Null;
        }
    }

    private async ValueTask<Caller> AdmitAsync(HttpContext http, string method)
    {
        var isFrames = method.StartsWith("/grpc.", StringComparison.Ordinal);
        if (isFrames && IsOpenToAll(method))
            return Caller.Anonymous;
        var caller = await recognition.RecogniseAsync(http, http.RequestAborted);
        if (!needed.TryGetValue(method, out var roles))
        {
            roles = http.GetEndpoint()?.Metadata.GetMetadata<RolesAttribute>();
            needed.TryAdd(method, roles);
        }
        return isFrames || (roles is not null && caller.Is(roles.Needed)) ? caller : throw Denied(roles);
    }

    private bool IsOpenToAll(string method) => method.StartsWith("/grpc.health.v1.", StringComparison.Ordinal)
        || (settings.AnonymousReflection && method.StartsWith("/grpc.reflection.", StringComparison.Ordinal));

    public static Refusal Denied(RolesAttribute? roles) => roles is null
        ? Refuse.Denied("NO_ROLES_DECLARED", new("This call is open to nobody.", "该接口未开放。"))
        : Refuse.Denied("ROLE_MISSING", new(
            $"This call needs one of the roles {roles.Needed}.", $"该接口需要以下任一角色：{roles.Needed}。"));

    private sealed record Outcome(Caller Caller, ExceptionDispatchInfo? Failure);
}
