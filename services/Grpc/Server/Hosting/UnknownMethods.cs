using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Hosting;

// Answers gRPC calls that no service takes with UNIMPLEMENTED; other requests are none of its business.
internal static class UnknownMethods
{
    public static void Map(IEndpointRouteBuilder builder, MappedServices mapped)
    {
        var pattern = RoutePatternFactory.Parse(
            "{unknownService}/{unknownMethod}",
            defaults: null,
            parameterPolicies: new RouteValueDictionary { ["unknownService"] = new GrpcOnly() });
        builder.Map(pattern, http =>
            {
                if (!GrpcProtocol.Refuses(http))
                {
                    var service = http.Request.RouteValues["unknownService"]?.ToString() ?? string.Empty;
                    var detail = mapped.Contains(service) ? "Method is unimplemented." : "Service is unimplemented.";
                    GrpcProtocol.WriteTrailersOnly(http.Response, new Status(StatusCode.Unimplemented, detail));
                }

                return Task.CompletedTask;
            })
            .WithDisplayName("gRPC - unimplemented")
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }

    private sealed class GrpcOnly : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection) =>
            httpContext is not null
            && HttpMethods.IsPost(httpContext.Request.Method)
            && GrpcProtocol.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
