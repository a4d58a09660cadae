using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Risk.Benchmarks.Alerts;

/// <summary>Notes when the first request about a subject has arrived, and keeps a body as a sample.</summary>
internal sealed class ArrivalServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> arrivals = new(StringComparer.Ordinal);

    private ArrivalServer(WebApplication server) => this.server = server;

    public Uri Address => new(server.Urls.First());

    public byte[] Sample { get; private set; } = [];

    public static async Task<ArrivalServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var arrivals = new ArrivalServer(builder.Build());
        arrivals.server.MapPost("/webhook", arrivals.ReceiveAsync);
        arrivals.server.MapPost("/bare/{subject}", (string subject) => arrivals.Note(subject));
        await arrivals.server.StartAsync();
        return arrivals;
    }

    /// <summary>The instant of arrival, by the clock of <see cref="Stopwatch"/>.</summary>
    public Task<long> OfAsync(string subject) => Arrival(subject).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        var now = Stopwatch.GetTimestamp();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Sample = body.ToArray();
        using var json = JsonDocument.Parse(Sample);
        Arrival(json.RootElement.GetProperty("subject").GetString()!).TrySetResult(now);
        return Results.NoContent();
    }

    private IResult Note(string subject)
    {
        Arrival(subject).TrySetResult(Stopwatch.GetTimestamp());
        return Results.NoContent();
    }

    private TaskCompletionSource<long> Arrival(string subject) => arrivals.GetOrAdd(
        subject, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
