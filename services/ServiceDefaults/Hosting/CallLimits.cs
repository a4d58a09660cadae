using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// The time limit is for unary gRPC calls: REST calls have a deadline of their own, and streams last as long as they
/// need. Streams that the server feeds are ended when the host stops, because they would never end by themselves.
/// The span of a call has the name of its method, whichever face it came by.
/// </summary>
internal static class CallLimits
{
    public static async Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var method = http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        var type = method?.Type ?? MethodType.Unary;
        if (method is not null && Activity.Current is { } activity)
            activity.DisplayName = method.FullName;
        var isRest = http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) is not true;
        if (type == MethodType.Unary && !isRest)
        {
            await next(http);
            return;
        }
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (type is MethodType.Unary or MethodType.ClientStreaming)
        {
            await next(http);
            return;
        }
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        await using var end = lifetime.ApplicationStopping.UnsafeRegister(static o => ((HttpContext)o!).Abort(), http);
        await next(http);
    }
}
