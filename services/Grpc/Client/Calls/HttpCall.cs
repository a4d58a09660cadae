using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

// One call over HTTP/2, from the request to the status. However it ends, it ends once.
internal sealed class HttpCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel channel;
    private readonly Method<TRequest, TResponse> method;
    private readonly CallOptions options;
    private readonly CallClock clock;
    private readonly CallRequest<TRequest, TResponse> request;
    private readonly TaskCompletionSource<Metadata> headers = Completion<Metadata>();
    private readonly TaskCompletionSource<(Status Status, Metadata Trailers)> end =
        Completion<(Status Status, Metadata Trailers)>();

    private Task<MessageReader?> response = Task.FromResult<MessageReader?>(null);
    private HttpResponseMessage? message;
    private StreamedContent? streamed;
    private bool hasMessage;

    public HttpCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        this.channel = channel;
        this.method = method;
        this.options = options;
        clock = new CallClock(options);
        request = new CallRequest<TRequest, TResponse>(channel, method, host, options);
    }

    public Task<Metadata> ResponseHeadersAsync => headers.Task;

    public CancellationToken Token => clock.Token;

    public bool HasEnded => end.Task.IsCompleted;

    public bool HasEndedWell => HasEnded && Ended().Status.StatusCode == StatusCode.OK;

    private bool MustHaveMessage => method.Type is MethodType.Unary or MethodType.ClientStreaming;

    public void Start(TRequest only) => response = SendAsync(() => request.Content(only));

    public RequestStream<TRequest, TResponse> StartStream()
    {
        streamed = new StreamedContent();
        response = SendAsync(() => streamed);
        return new RequestStream<TRequest, TResponse>(this, request, streamed);
    }

    public async Task<TResponse> ReadSingleAsync()
    {
        var only = await ReadNextAsync(CancellationToken.None);
        return await ReadNextAsync(CancellationToken.None) is null
            ? only ?? throw Failure()
            : throw Fail(new RpcException(new Status(StatusCode.Internal, "A second message came.")));
    }

    public async Task<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        using var cancelling = cancellationToken.UnsafeRegister(
            static call => ((HttpCall<TRequest, TResponse>)call!).clock.Cancel(), this);
        try
        {
            if (await response is { } reader && !HasEnded)
            {
                var next = await reader.ReadNextAsync(method.ResponseMarshaller.ContextualDeserializer, Token);
                if (next is not null)
                {
                    hasMessage = true;
                    return next;
                }

                var (status, trailers) = ResponseStatus.InTrailers(message!);
                End(status, trailers);
            }
        }
        catch (Exception cause)
        {
            throw Fail(cause);
        }

        var (code, _) = await end.Task;
        return code.StatusCode == StatusCode.OK ? null : throw Failure();
    }

    public Status GetStatus() => Ended().Status;

    public Metadata GetTrailers() => Ended().Trailers;

    /// <summary>The exception for a call that went wrong here, or the one that it ended with before.</summary>
    public Exception Fail(Exception cause)
    {
        if (cause is RpcException refusal)
        {
            End(refusal.Status, refusal.Trailers);
        }
        else
        {
            End(clock.HasTimedOut ? CallClock.TimedOut : ResponseStatus.Of(cause), []);
        }

        return Failure();
    }

    public void Dispose()
    {
        clock.Cancel();
        End(Status.DefaultCancelled, []);
    }

    private async Task<MessageReader?> SendAsync(Func<HttpContent> content)
    {
        try
        {
            clock.Start();
            var sent = await request.MakeAsync(content(), clock.Remaining, Token);
            message = await channel.SendAsync(sent, Token);
            if (ResponseStatus.InHeaders(message) is { } immediate)
            {
                headers.TrySetResult(immediate.Headers);
                End(immediate.Status, immediate.Headers);
                return null;
            }

            var reader = new MessageReader(
                PipeReader.Create(await message.Content.ReadAsStreamAsync(Token)),
                channel.Options.MaxReceiveMessageSize)
            {
                Decompression = ResponseStatus.Decompression(message, channel),
            };
            headers.TrySetResult(ResponseStatus.Metadata(message.Headers));
            return reader;
        }
        catch (Exception cause)
        {
            // Recorded as the call's end, which every reader and writer of the call is told.
            _ = Fail(cause);
            return null;
        }
    }

    private void End(Status status, Metadata trailers)
    {
        if (status.StatusCode == StatusCode.OK && !hasMessage && MustHaveMessage)
        {
            status = new Status(StatusCode.Internal, "The call ended well but without a message.");
        }

        if (!end.TrySetResult((status, trailers)))
        {
            return;
        }

        if (!headers.Task.IsCompleted && headers.TrySetException(Failure()))
        {
            // Nobody need look at the headers of a call that failed.
            _ = headers.Task.Exception;
        }

        clock.Stop();
        if (status.StatusCode != StatusCode.OK)
        {
            clock.Cancel();
        }

        streamed?.End(status.StatusCode == StatusCode.OK);
        message?.Dispose();
    }

    private (Status Status, Metadata Trailers) Ended() =>
        end.Task.IsCompletedSuccessfully
            ? end.Task.GetAwaiter().GetResult()
            : throw new InvalidOperationException("The call has not ended yet.");

    /// <summary>What a reader or writer of a call that ended badly is told.</summary>
    public Exception Failure()
    {
        var (status, trailers) = Ended();
        return channel.Options.ThrowOperationCanceledOnCancellation
            && status.StatusCode == StatusCode.Cancelled
            && options.CancellationToken.IsCancellationRequested
                ? new OperationCanceledException(status.Detail, options.CancellationToken)
                : new RpcException(status, trailers);
    }

    private static TaskCompletionSource<T> Completion<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
