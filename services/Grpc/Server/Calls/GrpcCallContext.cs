using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Calls;

// A gRPC call over HTTP/2. The handler and the deadline may both want to end it: whoever moves the state first does.
internal sealed class GrpcCallContext(HttpContext httpContext, IMethod method, CallDefaults defaults)
    : HttpServerCallContext(httpContext, method)
{
    private const int Http2NoError = 0;
    private const int Http2InternalError = 2;
    private const int Http2Cancel = 8;

    private readonly MessageReader reader =
        new(httpContext.Request.BodyReader, defaults.Settings.ReceiveMessageSizeMax);

    private readonly MessageWriter writer =
        new(httpContext.Response.BodyWriter, defaults.Settings.SendMessageSizeMax);

    private int phase;
    private bool hasMessages;

    private static class Phase
    {
        public const int Open = 0;
        public const int Writing = 1;
        public const int Ended = 2;
        public const int EndedWhileWriting = 3;
    }

    public MessageReader Reader => reader;

    private HttpResponse Response => HttpContext.Response;

    public void Start(MethodType type)
    {
        Response.ContentType = GrpcProtocol.ContentType;
        LiftBodyLimits(type);
        ChooseEncodings();
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

        if (!TryEnterWrite())
        {
            return;
        }

        try
        {
            Serialise(response, marshaller, WriteOptions);
        }
        finally
        {
            ExitWrite();
        }
    }

    public async Task WriteNextAsync<TResponse>(
        TResponse response, Marshaller<TResponse> marshaller, WriteOptions? options, CancellationToken cancellationToken)
        where TResponse : class
    {
        CancellationToken.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        EnterWrite();
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
            ExitWrite();
        }
    }

    /// <summary>Sends the status, unless the deadline did.</summary>
    public Task EndAsync()
    {
        if (!TryEnd(Http2InternalError))
        {
            return StopDeadlineAsync();
        }

        WriteStatus();
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
                when HttpContext.RequestAborted.IsCancellationRequested || DeadlineToken.IsCancellationRequested:
                defaults.Cancelled(Method, cause);
                Status = Status.DefaultCancelled;
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
        if (hasMessages || Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers were sent before.");
        }

        EnterWrite();
        try
        {
            GrpcProtocol.Append(Response.Headers, responseHeaders);
            await Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            ExitWrite();
        }
    }

    protected override async Task OnDeadlineAsync()
    {
        if (!TryEnd(Http2Cancel))
        {
            return;
        }

        defaults.Overdue(Method);
        Status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
        try
        {
            WriteStatus();
            await Response.CompleteAsync();
            Reset(Http2NoError);
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
            && HttpContext.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>()
                is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private void ChooseEncodings()
    {
        var settings = defaults.Settings;
        var headers = HttpContext.Request.Headers;
        if (headers.TryGetValue(GrpcProtocol.EncodingHeader, out var encoding) && encoding != "identity")
        {
            if (!settings.Algorithms.TryGetValue(encoding.ToString(), out var algorithm))
            {
                Response.Headers[GrpcProtocol.AcceptEncodingHeader] = settings.AcceptedEncodings;
                throw new RpcException(new Status(
                    StatusCode.Unimplemented, $"Messages compressed by '{encoding}' are not understood."));
            }

            reader.Decompression = algorithm;
        }

        if (settings.ResponseCompression is { } compression
            && headers.TryGetValue(GrpcProtocol.AcceptEncodingHeader, out var accepted)
            && accepted.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(compression.EncodingName))
        {
            Response.Headers[GrpcProtocol.EncodingHeader] = compression.EncodingName;
            writer.Compression = compression;
            writer.CompressionLevel = settings.ResponseCompressionLevel;
        }
    }

    private void Serialise<TResponse>(TResponse response, Marshaller<TResponse> marshaller, WriteOptions? options)
    {
        try
        {
            writer.Write(response, marshaller.ContextualSerializer, options);
            hasMessages = true;
        }
        catch when (writer.IsTorn)
        {
            Reset(Http2InternalError);
            throw;
        }
    }

    private void WriteStatus()
    {
        var destination = hasMessages || Response.HasStarted ? GrpcProtocol.Trailers(Response) : Response.Headers;
        GrpcProtocol.WriteStatus(destination, Status, ResponseTrailersOrNull);
    }

    private void EnterWrite()
    {
        if (!TryEnterWrite())
        {
            throw new InvalidOperationException(Volatile.Read(ref phase) == Phase.Writing
                ? "The message before has not been written yet: await it first."
                : "The call has ended.");
        }
    }

    private bool TryEnterWrite() =>
        Interlocked.CompareExchange(ref phase, Phase.Writing, Phase.Open) == Phase.Open;

    private void ExitWrite() => Interlocked.CompareExchange(ref phase, Phase.Open, Phase.Writing);

    // A status cannot follow a message that is still being written: then the stream is reset.
    private bool TryEnd(int resetCode)
    {
        if (Interlocked.CompareExchange(ref phase, Phase.Ended, Phase.Open) == Phase.Open)
        {
            return true;
        }

        if (Interlocked.CompareExchange(ref phase, Phase.EndedWhileWriting, Phase.Writing) == Phase.Writing)
        {
            Reset(resetCode);
        }

        return false;
    }

    private void Reset(int code)
    {
        if (HttpContext.Features.Get<IHttpResetFeature>() is { } reset)
        {
            reset.Reset(code);
        }
        else
        {
            HttpContext.Abort();
        }
    }
}
