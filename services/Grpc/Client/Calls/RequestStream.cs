using System.Buffers;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

internal sealed class RequestStream<TRequest, TResponse> : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly HttpCall<TRequest, TResponse> call;
    private readonly CallRequest<TRequest, TResponse> request;
    private readonly StreamedContent content;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly MessageWriter writer;
    private int isWriting;
    private bool isComplete;

    public RequestStream(
        HttpCall<TRequest, TResponse> call, CallRequest<TRequest, TResponse> request, StreamedContent content)
    {
        this.call = call;
        this.request = request;
        this.content = content;
        writer = request.NewWriter(buffer);
    }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (isComplete)
        {
            throw new InvalidOperationException("The stream of requests was completed before.");
        }

        if (Interlocked.Exchange(ref isWriting, 1) == 1)
        {
            throw new InvalidOperationException("The message before has not been written yet: await it first.");
        }

        try
        {
            await SendAsync(message, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref isWriting, 0);
        }
    }

    public Task CompleteAsync()
    {
        isComplete = true;
        content.End(isComplete: true);
        return Task.CompletedTask;
    }

    private async Task SendAsync(TRequest message, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Token);
        var options = WriteOptions ?? request.WriteOptions;
        try
        {
            buffer.ResetWrittenCount();
            request.Write(writer, message, options);
            var stream = await content.OpenedAsync.WaitAsync(either.Token);
            await stream.WriteAsync(buffer.WrittenMemory, either.Token);
            if (options?.Flags.HasFlag(WriteFlags.BufferHint) != true)
            {
                await stream.FlushAsync(either.Token);
            }
        }
        catch (Exception cause) when (call.HasEnded)
        {
            throw call.HasEndedWell
                ? new InvalidOperationException("The call has ended: no more requests are taken.", cause)
                : call.Failure();
        }
        catch (Exception cause) when (cause is IOException or HttpRequestException)
        {
            // The server takes no more; its status, for whoever reads the responses, says why.
            throw new RpcException(ResponseStatus.Of(cause));
        }
        catch (Exception cause)
        {
            throw call.Fail(cause);
        }
    }
}
