using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>The readiness of the service as the health protocol of gRPC asks for it.</summary>
internal sealed class ReadinessCheck(Readiness readiness) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reasons = await readiness.ReasonsNotReadyAsync(cancellationToken);
        return reasons.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join(", ", reasons.Select(r => $"{r.Key}: {r.Value}")));
    }
}
