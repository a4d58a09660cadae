using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// The time limit is for unary gRPC calls and for the request of a gRPC stream: REST calls have a deadline of their
/// own, and streams last as long as they need. Streams that the server feeds are ended when the host stops, because
/// they would never end by themselves. The span of a call has the name of its method, whichever face it came by.
/// </summary>
internal static class CallLimits
{
    // Every call passes here, and again when it is answered: what need not come back does not wait.
    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var method = http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        var type = method?.Type ?? MethodType.Unary;
        if (method is not null && Activity.Current is { } activity)
            activity.DisplayName = method.FullName;
        if (!(IsGrpc(http) && type is MethodType.Unary or MethodType.ServerStreaming))
            LiftTime(http);
        return type is MethodType.Unary or MethodType.ClientStreaming ? next(http) : UntilStopAsync(http, next);
    }

    private static async Task UntilStopAsync(HttpContext http, RequestDelegate next)
    {
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        await using var end = lifetime.ApplicationStopping.UnsafeRegister(static o => ((HttpContext)o!).Abort(), http);
        await next(http);
    }

    /// <summary>Whether a request is served as gRPC: by the endpoint that it has found, not by what it says.</summary>
    public static bool IsGrpc(HttpContext http) => http.GetEndpoint() is RouteEndpoint endpoint
        && endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName is { } name
        && string.Equals(endpoint.RoutePattern.RawText, name, StringComparison.Ordinal);

    /// <summary>From here on the call may take as long as it needs.</summary>
    public static void LiftTime(HttpContext http) =>
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
}
