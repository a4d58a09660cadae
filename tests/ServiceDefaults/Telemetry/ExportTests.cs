using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Telemetry;

public sealed class ExportTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_of_a_call_arrive_at_the_collector()
    {
        await using var collector = new Collector();
        var notes = new Fixture(await collector.StartAsync());
        await notes.InitializeAsync();
        var failed = await notes.SendAsync(HttpMethod.Post, "/v1/notes/any:break", new { });
        await notes.DisposeAsync();

        var traces = collector.Received("TraceService");
        traces.ShouldContain("risk-notes");
        traces.ShouldContain("/test.notes.v1.NotesService/BreakNote");
        collector.Received("MetricsService").ShouldContain("http.server.request.duration");
        var logs = collector.Received("LogsService");
        logs.ShouldContain("The note is broken");
        var trace = Encoding.Latin1.GetString(Convert.FromHexString(failed["traceId"].ShouldNotBeNull()));
        traces.ShouldContain(trace);
        logs.ShouldContain(trace);
    }

    private sealed class Fixture(string collector) : ServiceFixture<NotesService>
    {
        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection([new("Telemetry:OtlpEndpoint", collector)]);
    }

    /// <summary>Takes whatever comes over OTLP, and keeps the bytes.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> received = new();
        private WebApplication? app;

        public async Task<string> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(
                k => k.Listen(IPAddress.Loopback, 0, o => o.UseHttp1AndPriorKnowledgeHttp2()));
            app = builder.Build();
            app.MapPost("/{service}/{method}", TakeAsync);
            await app.StartAsync();
            return $"http://127.0.0.1:{new Uri(app.Urls.First()).Port}";
        }

        public string Received(string service) => string.Concat(
            received.Where(r => r.Path.Contains(service, StringComparison.Ordinal)).Select(r => r.Body));

        public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            received.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
