using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>Somebody who is told of alerts, and remembers the ids of the messages that came.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task receiving;

    public WebhookReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        receiving = ReceiveAsync();
    }

    public Uri Address { get; }

    /// <summary>How often each message has come.</summary>
    public ConcurrentDictionary<Guid, int> Received { get; } = new();

    /// <summary>The traces in which messages have come.</summary>
    public ConcurrentDictionary<string, int> Traces { get; } = new(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await receiving;
        listener.Close();
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            if (Guid.TryParse(call.Request.Headers["webhook-id"], out var message))
                Received.AddOrUpdate(message, 1, (_, times) => times + 1);
            if (ActivityContext.TryParse(call.Request.Headers["traceparent"], null, out var trace))
                Traces.AddOrUpdate(trace.TraceId.ToHexString(), 1, (_, times) => times + 1);
            call.Response.StatusCode = 204;
            call.Response.Close();
        }
    }
}
