using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server;

/// <summary>A call that came as an HTTP request, whatever form its messages have.</summary>
public abstract class HttpServerCallContext(HttpContext httpContext, IMethod method) : ServerCallContext, IDisposable
{
    private static readonly AuthContext Anonymous = new(null, []);

    private DateTime deadline = DateTime.MaxValue;
    private CancellationTokenSource? cancellation;
    private CancellationTokenRegistration aborted;
    private ITimer? timer;
    private Task? timeoutAnswer;
    private Metadata? requestHeaders;
    private Metadata? responseTrailers;
    private string? peer;

    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The trailers, if the handler asked for them.</summary>
    protected Metadata? ResponseTrailersOrNull => responseTrailers;

    protected override string MethodCore => method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? string.Empty;

    protected override string PeerCore => peer ??= PeerOf(HttpContext.Connection);

    protected override DateTime DeadlineCore => deadline;

    /// <summary>Whether headers whose names end in -bin are bytes in base64; else they are nothing of ours.</summary>
    protected virtual bool TakesBinaryHeaders => true;

    /// <summary>The longest time that a call may take, whatever its caller says.</summary>
    protected TimeSpan? TimeMax { get; set; }

    protected override Metadata RequestHeadersCore => requestHeaders ??= Read(HttpContext.Request.Headers);

    protected override CancellationToken CancellationTokenCore => cancellation?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Anonymous;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the deadline from the grpc-timeout header, if there is one.</summary>
    protected void StartDeadline()
    {
        if (!HttpContext.Request.Headers.TryGetValue(Core.Wire.Timeout.HeaderName, out var text))
        {
            return;
        }

        if (!Core.Wire.Timeout.TryParse(text.ToString(), out var timeout))
        {
            throw new RpcException(new Status(StatusCode.Internal, "The grpc-timeout header is malformed."));
        }

        StartDeadline(timeout);
    }

    /// <summary>Answers by <see cref="OnDeadlineAsync"/> when the time is up, and cancels the call.</summary>
    protected void StartDeadline(TimeSpan timeout)
    {
        timeout = TimeMax < timeout ? TimeMax.Value : timeout;
        deadline = TimeProvider.System.GetUtcNow().UtcDateTime + timeout;
        cancellation = new CancellationTokenSource();
        aborted = HttpContext.RequestAborted.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), cancellation);

        // Deadlines are about the network's time, which a clock set for a test must not stop.
        timer = TimeProvider.System.CreateTimer(
            static call => ((HttpServerCallContext)call!).Expire(),
            this,
            timeout,
            System.Threading.Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Answers the caller when the time is up. The handler may still be running, so the HttpContext must not be used.
    /// </summary>
    protected abstract Task OnDeadlineAsync();

    /// <summary>Waits until no deadline can answer any more, so that the request may end.</summary>
    protected async Task StopDeadlineAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync();
        }

        await (timeoutAnswer ?? Task.CompletedTask);
    }

    protected virtual void Dispose(bool disposing)
    {
        // Not the token source: a handler may have left work behind that still looks at its token.
        timer?.Dispose();
        aborted.Dispose();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        ContextPropagationToken.Of(this, options ?? ContextPropagationOptions.Default);

    private Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (HeaderEntries.IsMetadata(name) && (TakesBinaryHeaders || !HeaderEntries.IsBinary(name)))
            {
                AddAll(metadata, name, values);
            }
        }

        return metadata;
    }

    private static void AddAll(Metadata metadata, string name, StringValues values)
    {
        foreach (var value in values)
        {
            HeaderEntries.Add(metadata, name, value ?? string.Empty, StatusCode.InvalidArgument);
        }
    }

    private static string PeerOf(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } address =>
            $"ipv6:[{address}]:{connection.RemotePort}",
        var address => $"ipv4:{address}:{connection.RemotePort}",
    };

    private void Expire()
    {
        timeoutAnswer = OnDeadlineAsync();
        cancellation!.Cancel();
    }
}
