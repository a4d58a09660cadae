using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server.Calls;

// A gRPC call over HTTP/2. The handler and the deadline may both want to end it: whoever moves the state first does.
internal sealed class GrpcCallContext(HttpContext httpContext, IMethod method, CallDefaults defaults)
    : HttpServerCallContext(httpContext, method)
{
    private const int Http2InternalError = 2;
    private const int Http2Cancel = 8;

    private readonly MessageReader reader =
        new(httpContext.Request.BodyReader, defaults.Settings.ReceiveMessageSizeMax);

    private readonly MessageWriter writer =
        new(httpContext.Response.BodyWriter, defaults.Settings.SendMessageSizeMax);

    private readonly CallAnswer answer = new(httpContext);
    private readonly CallPhase phase = new();

    public MessageReader Reader => reader;

    private HttpResponse Response => HttpContext.Response;

    public void Start(MethodType type)
    {
        Response.ContentType = GrpcProtocol.ContentType;
        LiftBodyLimits(type);
        MessageEncodings.Choose(HttpContext, defaults.Settings, reader, writer);
        StartDeadline();
    }

    /// <summary>Writes the only response; it leaves together with the status.</summary>
    public void WriteSingle<TResponse>(TResponse? response, Marshaller<TResponse> marshaller)
        where TResponse : class
    {
        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The handler returned no message."));
        }

        if (!phase.TryEnterWrite())
        {
            return;
        }

        try
        {
            Serialise(response, marshaller, WriteOptions);
        }
        finally
        {
            phase.ExitWrite();
        }
    }

    public async Task WriteNextAsync<TResponse>(
        TResponse response,
        Marshaller<TResponse> marshaller,
        WriteOptions? options,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        CancellationToken.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        phase.EnterWrite();
        try
        {
            Serialise(response, marshaller, options);
            if (options?.Flags.HasFlag(WriteFlags.BufferHint) != true)
            {
                await Response.BodyWriter.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            phase.ExitWrite();
        }
    }

    /// <summary>Sends the status, unless the deadline did.</summary>
    public Task EndAsync()
    {
        if (!TryEnd(Http2InternalError))
        {
            return StopDeadlineAsync();
        }

        answer.WriteStatus(Status, ResponseTrailersOrNull);
        return Task.CompletedTask;
    }

    public Task FailAsync(Exception cause)
    {
        switch (cause)
        {
            case RpcException refusal:
                defaults.Refused(Method, refusal.Status);
                Status = refusal.StatusCode == StatusCode.OK
                    ? new Status(StatusCode.Unknown, refusal.Status.Detail)
                    : refusal.Status;
                foreach (var trailer in refusal.Trailers)
                {
                    ResponseTrailers.Add(trailer);
                }

                break;
            case OperationCanceledException or IOException
                when phase.HasEnded || CancellationToken.IsCancellationRequested:
                defaults.Cancelled(Method, cause);
                Status = HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken
                    is { IsCancellationRequested: true }
                    ? new Status(StatusCode.DeadlineExceeded, "The time is up.")
                    : Status.DefaultCancelled;
                break;
            default:
                defaults.Failed(Method, cause);
                Status = new Status(
                    StatusCode.Unknown,
                    defaults.Settings.TellsDetails
                        ? $"Exception was thrown by handler. {cause.GetType().Name}: {cause.Message}"
                        : "Exception was thrown by handler.");
                break;
        }

        return EndAsync();
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (answer.HasMessages || answer.HasStarted)
        {
            throw new InvalidOperationException("The response headers were sent before.");
        }

        phase.EnterWrite();
        try
        {
            GrpcProtocol.Append(answer.Headers, responseHeaders);
            await Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            phase.ExitWrite();
        }
    }

    protected override async Task OnDeadlineAsync()
    {
        try
        {
            if (!TryEnd(Http2Cancel))
            {
                return;
            }

            // The handler's trailers stay behind: it may be adding to them at this moment.
            defaults.TimedOut(Method);
            answer.WriteStatus(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), trailers: null);
            await answer.CompleteAsync(isRequestRead: reader.HasReadAll);
        }
        catch (Exception cause)
        {
            // On a timer's thread nobody else would hear of it.
            defaults.Failed(Method, cause);
        }
    }

    private void LiftBodyLimits(MethodType type)
    {
        // Messages have a limit of their own; how many there are in a stream, and how slowly they come, is not limited.
        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private void Serialise<TResponse>(TResponse response, Marshaller<TResponse> marshaller, WriteOptions? options)
    {
        try
        {
            writer.Write(response, marshaller.ContextualSerializer, options);
            answer.HasMessages = true;
        }
        catch when (writer.IsTorn)
        {
            answer.Reset(Http2InternalError);
            throw;
        }
    }

    // A status cannot follow a message that is still being written: then the stream is reset.
    private bool TryEnd(int resetCode)
    {
        if (phase.TryEnd(out var wasWriting))
        {
            return true;
        }

        if (wasWriting)
        {
            answer.Reset(resetCode);
        }

        return false;
    }
}
