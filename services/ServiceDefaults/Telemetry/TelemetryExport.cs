using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Telemetry;

/// <summary>Sends the traces and metrics of this process over OTLP while the host runs.</summary>
internal sealed class TelemetryExport(TelemetrySettings settings, ServiceInfo service) : IHostedService, IDisposable
{
    private const int FlushMillisecondsMax = 2_000;

    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Risk.*"];

    private TracerProvider? traces;
    private MeterProvider? metrics;

    internal static ResourceBuilder Resource(ServiceInfo service) =>
        ResourceBuilder.CreateDefault().AddService("risk-" + service.Name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = new Uri(settings.OtlpEndpoint);
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource(service))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TracesShare)))
            .AddSource(Sources)
            .AddOtlpExporter(o => o.Endpoint = endpoint)
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource(service))
            .AddMeter([.. MetricsPage.Meters, "Risk.*"])
            .AddOtlpExporter(o => o.Endpoint = endpoint)
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush(FlushMillisecondsMax);
        metrics?.ForceFlush(FlushMillisecondsMax);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }
}
