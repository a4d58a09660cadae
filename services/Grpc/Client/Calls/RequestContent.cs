using System.Net;
using System.Net.Http.Headers;

namespace Grpc.Net.Client.Calls;

// The body of a call with one request.
internal sealed class SingleContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> framed;

    public SingleContent(ReadOnlyMemory<byte> framed)
    {
        this.framed = framed;
        Headers.ContentType = StreamedContent.Grpc;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(framed, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        // gRPC requests carry no content-length: the frames say how long the messages are.
        length = 0;
        return false;
    }
}

// The body of a call with a stream of requests: lends its stream out until the call ends it.
internal sealed class StreamedContent : HttpContent
{
    public static readonly MediaTypeHeaderValue Grpc = new("application/grpc");

    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamedContent()
    {
        Headers.ContentType = Grpc;
    }

    public Task<Stream> OpenedAsync => opened.Task;

    public void End(bool isComplete)
    {
        if (isComplete)
        {
            ended.TrySetResult();
        }
        else
        {
            ended.TrySetCanceled();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The server may answer before the first message: let it have the headers.
        await stream.FlushAsync(cancellationToken);
        opened.TrySetResult(stream);
        await ended.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
