using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Telemetry;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>What operators and their machines ask: is it alive, is it ready, what does it measure.</summary>
public static class OperatorPages
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";
    public const string Metrics = "/metrics";
    public const string OpenApi = "/openapi/v1.json";

    internal static void MapOperatorPages(this WebApplication app)
    {
        app.MapGet(Live, http => http.Response.WriteAsync("alive\n"));
        app.MapGet(Ready, async http =>
        {
            var readiness = http.RequestServices.GetRequiredService<Readiness>();
            await WriteReadinessAsync(http, await readiness.ReasonsNotReadyAsync(http.RequestAborted));
        });
        app.MapGet(Metrics, WriteMetricsAsync);
        app.MapOpenApi(OpenApi, ApiDescription.Info);
    }

    /// <summary>200 when there is no reason against, else 503 with the reasons.</summary>
    public static async Task WriteReadinessAsync(HttpContext http, IReadOnlyDictionary<string, string> reasons)
    {
        http.Response.StatusCode = reasons.Count == 0
            ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteBoolean("ready", reasons.Count == 0);
        json.WriteStartObject("reasons");
        foreach (var (part, reason) in reasons)
            json.WriteString(part, reason);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static Task WriteMetricsAsync(HttpContext http)
    {
        http.Response.ContentType = MetricsPage.ContentType;
        return http.Response.WriteAsync(MetricsPage.OfProcess.Write(), http.RequestAborted);
    }

    /// <summary>The pages that the settings do not open to everybody need some known caller.</summary>
    internal static Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        var settings = http.RequestServices.GetRequiredService<IdentitySettings>();
        var path = http.Request.Path;
        return (!settings.AnonymousMetrics && Leads(path, Metrics))
            || (!settings.AnonymousOpenApi && Leads(path, OpenApi))
            ? RecogniseAsync(http, next)
            : next(http);
    }

    private static async Task RecogniseAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            var recognition = http.RequestServices.GetRequiredService<Recognition>();
            await recognition.RecogniseAsync(http, http.RequestAborted);
        }
        catch (RpcException refused)
        {
            http.Response.StatusCode = refused.StatusCode == StatusCode.ResourceExhausted
                ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return;
        }
        await next(http);
    }

    // As routing sees it, which cares neither for case nor for a slash at the end.
    private static bool Leads(PathString path, string page) =>
        (path.Value ?? "").TrimEnd('/').Equals(page, StringComparison.OrdinalIgnoreCase);
}
