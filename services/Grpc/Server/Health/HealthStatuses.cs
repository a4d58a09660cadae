using System.Collections.Concurrent;
using Grpc.AspNetCore.Server.Hosting;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>
/// The health of the server and of its services: what was set here, else what the application's health checks say.
/// </summary>
public sealed class HealthStatuses
{
    private readonly ConcurrentDictionary<string, HealthCheckResponse.Types.ServingStatus> given =
        new(StringComparer.Ordinal);

    private readonly MappedServices mapped;
    private readonly IServiceProvider services;

    internal HealthStatuses(MappedServices mapped, IServiceProvider services)
    {
        this.mapped = mapped;
        this.services = services;
    }

    /// <summary>Sets the status of a service, or with an empty name of the server as a whole.</summary>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status) => given[service] = status;

    /// <summary>Goes back to what the health checks say.</summary>
    public void ClearStatus(string service) => given.TryRemove(service, out _);

    internal async Task<HealthCheckResponse.Types.ServingStatus> FindAsync(string service, CancellationToken stop)
    {
        if (given.TryGetValue(service, out var status))
        {
            return status;
        }

        var neighbours = services.GetRequiredService<GrpcNeighbours>();
        if (service.Length > 0 && !mapped.Contains(service) && !neighbours.Serve(service))
        {
            return HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
        }

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(stop);
        return report.Status == HealthStatus.Unhealthy
            ? HealthCheckResponse.Types.ServingStatus.NotServing
            : HealthCheckResponse.Types.ServingStatus.Serving;
    }
}
