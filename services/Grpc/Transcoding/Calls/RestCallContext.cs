using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Transcoding.Problems;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Calls;

/// <summary>A call that came as JSON over HTTP.</summary>
internal sealed class RestCallContext(HttpContext http, IMethod method) : HttpServerCallContext(http, method)
{
    private const string TimeoutHeader = "Request-Timeout";
    private const int TimeoutSecondsMax = 86_400;

    /// <summary>Whether the deadline has passed.</summary>
    public bool Expired { get; private set; }

    protected override bool TakesBinaryHeaders => false;

    /// <summary>
    /// Starts the caller's deadline (Grpc-Timeout, or Request-Timeout in seconds), or a given one where that is sooner.
    /// </summary>
    public void Start(TimeSpan? timeMax)
    {
        TimeMax = timeMax;
        var headers = HttpContext.Request.Headers;
        if (headers.ContainsKey("grpc-timeout"))
        {
            StartGrpcTimeout();
        }
        else if (headers.TryGetValue(TimeoutHeader, out var text))
        {
            var parsed = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
            StartDeadline(parsed && seconds is >= 1 and <= TimeoutSecondsMax
                ? TimeSpan.FromSeconds(seconds)
                : throw Malformed($"{TimeoutHeader} must be a whole number of seconds from 1 to {TimeoutSecondsMax}."));
        }
        else if (timeMax is { } limit)
        {
            StartDeadline(limit);
        }
    }

    /// <summary>Writes what the handler put into the trailers as headers, as long as none were sent.</summary>
    public void WriteTrailersAsHeaders()
    {
        if (ResponseTrailersOrNull is { } trailers && !HttpContext.Response.HasStarted)
        {
            Write(trailers);
        }
    }

    // The handler sees its token cancelled; what it then ends with is what the caller is told.
    protected override Task OnDeadlineAsync()
    {
        Expired = true;
        return Task.CompletedTask;
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers have been sent.");
        }

        Write(responseHeaders);
        return Task.CompletedTask;
    }

    private static RefusedException Malformed(string text) =>
        new(Problem.Of(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, text));

    private void StartGrpcTimeout()
    {
        try
        {
            StartDeadline();
        }
        catch (RpcException malformed)
        {
            throw Malformed(malformed.Status.Detail);
        }
    }

    private void Write(Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!entry.Key.StartsWith("grpc-", StringComparison.Ordinal))
            {
                var value = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
                HttpContext.Response.Headers.Append(entry.Key, value);
            }
        }
    }
}
