using Grpc.Transcoding.OpenApi;
using Grpc.Transcoding.Routes;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Standalone;

/// <summary>What the suite answers as a whole, where each service would answer for itself.</summary>
internal static class FrontPages
{
    public static bool Has(string path) =>
        path is OperatorPages.Live or OperatorPages.Ready or OperatorPages.Metrics or OperatorPages.OpenApi;

    public static void Map(WebApplication front, Func<IReadOnlyList<WebApplication>> services)
    {
        front.MapGet(OperatorPages.Live, http => http.Response.WriteAsync("alive\n"));
        front.MapGet(OperatorPages.Metrics, OperatorPages.WriteMetricsAsync);
        front.MapGet(OperatorPages.Ready, async http =>
            await OperatorPages.WriteReadinessAsync(http, await ReasonsAsync(services(), http.RequestAborted)));
        front.MapOpenApi(OperatorPages.OpenApi, () => Describe(services()));
    }

    // All services in one document; none before they have been mapped.
    private static byte[]? Describe(IReadOnlyList<WebApplication> services) => services.Count == 0
        ? null
        : OpenApiDocument.Write(
            ApiDescription.Info, services.Select(service => service.Services.GetRequiredService<RestRoutes>()));

    private static async Task<Dictionary<string, string>> ReasonsAsync(
        IReadOnlyList<WebApplication> services, CancellationToken cancellation)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        if (services.Count == 0)
            all["suite"] = "starting";
        foreach (var service in services)
        {
            var name = service.Services.GetRequiredService<ServiceInfo>().Name;
            var readiness = service.Services.GetRequiredService<Readiness>();
            foreach (var (part, reason) in await readiness.ReasonsNotReadyAsync(cancellation))
                all[$"{name}.{part}"] = reason;
        }
        return all;
    }
}
