using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Risk.Alerting.V1;
using Risk.Client;

namespace Risk.MainJob.Alerts;

/// <summary>
/// A web server that alerts are posted to, as a customer of the suite would run it: it checks every signature, and
/// keeps the newest state of each alert.
/// </summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly RiskClient client;
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, DeliveredAlert> alerts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> messages = new(StringComparer.Ordinal);
    private Subscription? subscription;
    private WebhookSignature? signature;

    private AlertReceiver(RiskClient client, WebApplication server) => (this.client, this.server) = (client, server);

    /// <summary>Why nothing is delivered; empty when it is.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The newest state of each alert that was delivered.</summary>
    public IReadOnlyCollection<DeliveredAlert> Delivered => [.. alerts.Values];

    /// <summary>How many messages came, and how many of them were not signed as they should be.</summary>
    public (int All, int Unverified) Messages => (messages.Count, messages.Values.Count(verified => !verified));

    /// <summary>Since when alerts are delivered here.</summary>
    public DateTimeOffset Since => subscription?.CreatedAt.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;

    public static async Task<AlertReceiver> StartAsync(RiskClient client, Uri reachedAt, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{(reachedAt.IsLoopback ? reachedAt.Host : "0.0.0.0")}:{reachedAt.Port}");
        var receiver = new AlertReceiver(client, builder.Build());
        receiver.server.MapPost("/alerts", receiver.ReceiveAsync);
        await receiver.server.StartAsync(cancellation);
        var port = new Uri(receiver.server.Urls.First()).Port;
        await receiver.SubscribeAsync(new UriBuilder(reachedAt) { Port = port, Path = "/alerts" }.Uri, cancellation);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        if (subscription is not null)
        {
            await client.Subscriptions.DeleteSubscriptionAsync(
                new() { SubscriptionId = subscription.SubscriptionId });
        }

        await server.StopAsync();
        await server.DisposeAsync();
    }

    private async Task SubscribeAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            var made = await client.Subscriptions.CreateSubscriptionAsync(
                new() { Subscription = new() { Url = url.ToString() } }, cancellationToken: cancellation);
            signature = new WebhookSignature(made.Secret);
            subscription = made.Subscription;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            Refusal = refused.Status.Detail;
        }
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var id = request.Headers["webhook-id"].ToString();
        var verified = signature?.IsOf(id, request.Headers, body.ToArray()) is true;
        messages[id] = verified;
        if (!verified)
            return Results.Unauthorized();
        var alert = JsonNode.Parse(body.ToArray())!["data"]!["alert"].Deserialize<DeliveredAlert>(
            JsonSerializerOptions.Web)!;
        alerts.AddOrUpdate(alert.AlertId, alert, (_, known) => known.ChangedAt > alert.ChangedAt ? known : alert);
        return Results.NoContent();
    }
}

/// <summary>What the receiver reads of an alert, from the JSON of the webhook alone.</summary>
internal sealed record DeliveredAlert(
    string AlertId, string LegalName, string Kind, string Family, string Severity, DeliveredText Text)
{
    public string State { get; init; } = "";
    public string Owner { get; init; } = "";
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public string CustomerId { get; init; } = "";

    public bool IsResolved => State == "ALERT_STATE_RESOLVED";

    /// <summary>1 notice to 4 critical.</summary>
    public int Gravity => Array.IndexOf(Severities, Severity) + 1;

    private static readonly string[] Severities =
        ["SEVERITY_NOTICE", "SEVERITY_ATTENTION", "SEVERITY_SERIOUS", "SEVERITY_CRITICAL"];
}

/// <summary>A text in both languages.</summary>
internal sealed record DeliveredText(string En, string Zh);
