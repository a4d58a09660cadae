using Grpc.AspNetCore.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the health service of gRPC.</summary>
public static class HealthRouting
{
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(
        this IEndpointRouteBuilder builder) =>
        builder.MapGrpcService<HealthService>();
}
