using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Risk.Alerting.Subscriptions;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Webhooks;

/// <summary>Posts one message to one target, signed. Follows no redirect, and reads no more of an answer than its head.
/// </summary>
internal sealed class WebhookSender(
    Targets targets, SecretBox secrets, WebhookSettings settings, TimeProvider clock) : IDisposable
{
    private const int HeadKilobytesMax = 16;
    private const int DrainBytesMax = 16 * 1024;
    private const int ErrorLengthMax = 300;

    private static readonly ActivitySource Traces = new("Risk.Webhooks");
    private static readonly MediaTypeHeaderValue CloudEvent = new("application/cloudevents+json", "utf-8");
    private static readonly ProductInfoHeaderValue Agent = new("Risk-Webhooks", "1.0");

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = targets.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
        // A name that has moved is looked at again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = HeadKilobytesMax,
        MaxResponseDrainSize = DrainBytesMax,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// Throws only when cancelled by the caller, or when this instance cannot open the secret: everything else is an
    /// outcome.
    /// </summary>
    public async Task<SendOutcome> SendAsync(ClaimedDelivery claim, CancellationToken ct)
    {
        var secret = secrets.Open(claim.Secret, claim.SubscriptionId);
        using var activity = Traces.StartActivity(
            "deliver webhook", ActivityKind.Client, claim.TraceParent.Length > 0 ? claim.TraceParent : null);
        var started = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        var at = clock.Now();
        var outcome = await AnswerAsync(
            () => Request(claim, secret, at, activity?.Id ?? claim.TraceParent), patience.Token, ct);
        activity?.SetTag("http.response.status_code", outcome.StatusCode);
        return outcome with { At = at, Duration = Stopwatch.GetElapsedTime(started) };
    }

    public void Dispose() => client.Dispose();

    private async Task<SendOutcome> AnswerAsync(
        Func<HttpRequestMessage> asked, CancellationToken patience, CancellationToken ct)
    {
        try
        {
            using var request = asked();
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience);
            return new() { StatusCode = (int)answer.StatusCode, Error = ErrorOf(answer), RetryAfter = Pause(answer) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new() { Error = $"no answer within {settings.TimeoutSeconds} s" };
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // Whatever it is, it is written down as an attempt: what is not is tried again without end.
            return new() { Error = Readable(failed.GetBaseException().Message) };
        }
    }

    /// <summary>What went wrong, as it can be kept and shown: parts of it may be what the target has sent.</summary>
    internal static string Readable(string message)
    {
        var text = new StringBuilder(Math.Min(message.Length, ErrorLengthMax));
        foreach (var rune in message.EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? Rune.ReplacementChar : rune;
            if (text.Length + shown.Utf16SequenceLength > ErrorLengthMax)
                break;
            text.Append(shown.ToString());
        }
        return text.Length == 0 ? "failed without a reason" : text.ToString();
    }

    private static HttpRequestMessage Request(
        ClaimedDelivery claim, byte[] secret, DateTimeOffset at, string trace)
    {
        var seconds = at.ToUnixTimeSeconds();
        var content = new ByteArrayContent(claim.Body);
        content.Headers.ContentType = CloudEvent;
        var request = new HttpRequestMessage(HttpMethod.Post, claim.Url) { Content = content };
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", claim.MessageId.ToString());
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Signature.Of(claim.MessageId, seconds, claim.Body, secret));
        if (trace.Length > 0)
            request.Headers.Add("traceparent", trace);
        return request;
    }

    private static string ErrorOf(HttpResponseMessage answer) => (int)answer.StatusCode switch
    {
        >= 200 and < 300 => "",
        >= 300 and < 400 => "redirects are not followed",
        410 => "the target is gone; the subscription is disabled",
        var other => string.Create(CultureInfo.InvariantCulture, $"answered {other}"),
    };

    private TimeSpan? Pause(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter;
        var pause = asked?.Delta ?? (asked?.Date is { } date ? date - clock.Now() : null);
        return pause is null || pause <= TimeSpan.Zero ? null
            : pause > RetryPlan.RetryAfterMax ? RetryPlan.RetryAfterMax
            : pause;
    }
}

/// <summary>What became of one attempt.</summary>
internal sealed record SendOutcome
{
    /// <summary>0 when there was no answer.</summary>
    public int StatusCode { get; init; }

    /// <summary>Empty when it was delivered.</summary>
    public required string Error { get; init; }
    public TimeSpan? RetryAfter { get; init; }
    public DateTimeOffset At { get; init; }
    public TimeSpan Duration { get; init; }

    public bool Delivered => Error.Length == 0;

    /// <summary>With nothing that the target could have chosen.</summary>
    public SendOutcome Bare() =>
        Delivered ? this : this with { Error = "failed; the reason could not be kept", RetryAfter = null };

    public bool IsGone => StatusCode == (int)HttpStatusCode.Gone;

    /// <summary>The target has too much to do: everything for it waits.</summary>
    public bool AsksForRest => RetryAfter is not null || StatusCode is 429 or 502 or 503 or 504;
}
