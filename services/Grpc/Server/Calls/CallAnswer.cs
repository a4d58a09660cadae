using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Calls;

// The response of a call by its features. They are fetched once, on the request's thread: the deadline answers from
// another thread while the handler still runs, and an HttpContext must not be used by two threads at once.
internal sealed class CallAnswer(HttpContext http)
{
    private const int Http2NoError = 0;

    private readonly IHttpResponseFeature response = http.Features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IHttpResponseTrailersFeature? trailing = http.Features.Get<IHttpResponseTrailersFeature>();
    private readonly IHttpRequestLifetimeFeature? lifetime = http.Features.Get<IHttpRequestLifetimeFeature>();
    private readonly IHttpResetFeature? reset = http.Features.Get<IHttpResetFeature>();

    public bool HasStarted => response.HasStarted;

    public bool HasMessages { get; set; }

    public IHeaderDictionary Headers => response.Headers;

    /// <summary>Leaves the status in the trailers, or without messages in the headers.</summary>
    public void WriteStatus(Status status, Metadata? trailers) =>
        GrpcProtocol.WriteStatus(HasMessages || HasStarted ? Trailers : Headers, status, trailers);

    /// <summary>Sends the answer now, and stops the request if it is still coming.</summary>
    public async Task CompleteAsync(bool isRequestRead)
    {
        await body.CompleteAsync();
        if (!isRequestRead)
        {
            Reset(Http2NoError);
        }
    }

    public void Reset(int code)
    {
        if (reset is not null)
        {
            reset.Reset(code);
        }
        else
        {
            lifetime?.Abort();
        }
    }

    private IHeaderDictionary Trailers =>
        trailing?.Trailers ?? throw new InvalidOperationException("The server cannot send trailers.");
}
