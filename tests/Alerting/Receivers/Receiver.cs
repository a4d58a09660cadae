using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Risk.Testing;

namespace Risk.Alerting.Tests.Receivers;

/// <summary>
/// A real web server that webhooks are posted to. It knows its subscription's secret, and checks signatures by the
/// specification, not by our code.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<Received> received = new();
    private AlertingFixture? subscribedTo;

    private Receiver(WebApplication server) => this.server = server;

    public Uri Address { get; private set; } = null!;

    public string SubscriptionId { get; private set; } = "";

    public string Secret { get; private set; } = "";

    /// <summary>What it answers; nothing but 204 unless set.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http =>
    {
        http.Response.StatusCode = (int)HttpStatusCode.NoContent;
        return Task.CompletedTask;
    };

    public IReadOnlyList<Received> All => [.. received];

    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var receiver = new Receiver(builder.Build());
        receiver.server.MapFallback(receiver.ReceiveAsync);
        await receiver.server.StartAsync();
        receiver.Address = new Uri(receiver.server.Urls.First() + "/hooks/risk");
        return receiver;
    }

    /// <summary>A receiver that is subscribed.</summary>
    public static async Task<Receiver> SubscribedAsync(
        AlertingFixture alerting, Severity severityAtLeast = Severity.Unspecified, params string[] kinds)
    {
        var receiver = await StartAsync();
        await receiver.SubscribeAsync(alerting, severityAtLeast, kinds);
        return receiver;
    }

    public async Task SubscribeAsync(
        AlertingFixture alerting, Severity severityAtLeast = Severity.Unspecified, params string[] kinds)
    {
        var made = await alerting.Client.Subscriptions.CreateSubscriptionAsync(new()
        {
            Subscription = new() { Url = Address.ToString(), SeverityAtLeast = severityAtLeast, Kinds = { kinds } },
        });
        (SubscriptionId, Secret, subscribedTo) = (made.Subscription.SubscriptionId, made.Secret, alerting);
    }

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    /// <summary>Waits for what tells of this customer.</summary>
    public async Task<IReadOnlyList<Received>> UntilAsync(string customerId, int count)
    {
        await ServiceFixture<AlertingService>.UntilAsync(
            () => Task.FromResult(Of(customerId).Count >= count), $"{count} webhooks, of {received.Count} in all");
        return Of(customerId);
    }

    public IReadOnlyList<Received> Of(string customerId) => [.. All.Where(r => r.Subject == customerId)];

    public async Task<IReadOnlyList<Attempt>> AttemptsAsync(AlertingFixture alerting) =>
        (await alerting.Client.Subscriptions.ListAttemptsAsync(
            new() { SubscriptionId = SubscriptionId, PageSize = 500 })).Attempts;

    public async Task StopAsync() => await server.StopAsync();

    /// <summary>Its subscription goes with it, so that it concerns no other test.</summary>
    public async ValueTask DisposeAsync()
    {
        if (subscribedTo is not null)
        {
            await subscribedTo.SqlAsync(
                "DELETE FROM subscriptions WHERE subscription_id = $1", Guid.Parse(SubscriptionId));
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await server.StopAsync(patience.Token);
        await server.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        received.Enqueue(new Received
        {
            At = TimeProvider.System.GetUtcNow(),
            Method = http.Request.Method,
            Headers = http.Request.Headers.ToDictionary(
                h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
        });
        await Answer(http);
    }
}

/// <summary>One request as it came.</summary>
internal sealed record Received
{
    public required DateTimeOffset At { get; init; }
    public required string Method { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }

    public string MessageId => Headers["webhook-id"];

    public JsonNode Event => JsonNode.Parse(Body)!;

    public string Subject => (string)Event["subject"]!;

    public JsonNode Alert => Event["data"]!["alert"]!;

    /// <summary>By the text of Standard Webhooks 1.0.0.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var seconds = long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{MessageId}.{seconds}."), .. Body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
