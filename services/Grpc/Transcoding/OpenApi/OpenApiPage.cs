using Grpc.Core;
using Grpc.Transcoding.OpenApi;
using Grpc.Transcoding.Problems;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the OpenAPI document of an application.</summary>
public static class OpenApiPage
{
    /// <summary>Serves the document of the gRPC services that are mapped in this application.</summary>
    public static IEndpointConventionBuilder MapOpenApi(
        this IEndpointRouteBuilder builder, string pattern, OpenApiInfo info)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var routes = builder.ServiceProvider.GetRequiredService<RestRoutes>();
        return builder.MapOpenApi(pattern, () => OpenApiDocument.Write(info, routes));
    }

    /// <summary>
    /// Serves a document that is written once, when it is first asked for; null says that it cannot be yet.
    /// </summary>
    public static IEndpointConventionBuilder MapOpenApi(
        this IEndpointRouteBuilder builder, string pattern, Func<byte[]?> write)
    {
        byte[]? document = null;
        return builder.MapGet(pattern, async http =>
        {
            document ??= write();
            if (document is null)
            {
                await ProblemAnswer.WriteAsync(http, Problem.Of(
                    StatusCodes.Status503ServiceUnavailable, StatusCode.Unavailable, "The services are starting."));
                return;
            }

            http.Response.ContentType = "application/json";
            http.Response.ContentLength = document.Length;
            await http.Response.BodyWriter.WriteAsync(document, http.RequestAborted);
        });
    }
}
