using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health service of gRPC.</summary>
public static class HealthHosting
{
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
    {
        services.AddGrpc();
        services.TryAddSingleton(provider =>
            new HealthStatuses(provider.GetRequiredService<MappedServices>(), provider));
        services.TryAddSingleton<HealthService>();
        return services.AddHealthChecks();
    }
}
