using Google.Protobuf;
using Grpc.Core;
using Risk.Grpc.Tests.Probe;

namespace Risk.Grpc.Tests.Servers;

/// <summary>Does what the request says, and keeps what the handlers saw.</summary>
public sealed class ProbeService(Sightings sightings) : Probe.ProbeService.ProbeServiceBase
{
    public override async Task<EchoReply> Echo(EchoRequest request, ServerCallContext context)
    {
        await ReflectMetadataAsync(context);
        await WaitAsync(request.DelayMilliseconds, context);
        FailIfAsked(request);
        return new EchoReply { Text = request.Text, Body = request.Body, Count = 1 };
    }

    public override async Task Count(
        CountRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        await ReflectMetadataAsync(context);
        try
        {
            for (var count = request.From; count <= request.To; count++)
            {
                await WaitAsync(request.DelayMilliseconds, context);
                await responseStream.WriteAsync(new EchoReply { Text = $"{count}", Count = count });
            }
        }
        catch (Exception cause) when (context.CancellationToken.IsCancellationRequested)
        {
            sightings.Cancelled.TrySetResult(cause.GetType().Name);
            throw;
        }
    }

    public override async Task<EchoReply> Collect(
        IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        await ReflectMetadataAsync(context);
        var reply = new EchoReply();
        await foreach (var request in requestStream.ReadAllAsync())
        {
            FailIfAsked(request);
            reply.Text += request.Text;
            reply.Body = ByteString.CopyFrom([.. reply.Body, .. request.Body]);
            reply.Count++;
        }

        return reply;
    }

    public override async Task Converse(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoReply> responseStream,
        ServerCallContext context)
    {
        await ReflectMetadataAsync(context);
        var count = 0;
        try
        {
            await foreach (var request in requestStream.ReadAllAsync())
            {
                await WaitAsync(request.DelayMilliseconds, context);
                FailIfAsked(request);
                await responseStream.WriteAsync(
                    new EchoReply { Text = request.Text, Body = request.Body, Count = ++count });
            }
        }
        catch (Exception cause) when (context.CancellationToken.IsCancellationRequested)
        {
            sightings.Cancelled.TrySetResult(cause.GetType().Name);
            throw;
        }
    }

    // What came under probe- goes back twice: in the headers as it is, in the trailers under trailer-.
    private static async Task ReflectMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        var probes = context.RequestHeaders.Where(entry => entry.Key.StartsWith("probe-", StringComparison.Ordinal));
        foreach (var entry in probes)
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry.IsBinary
                ? new Metadata.Entry($"trailer-{entry.Key}", entry.ValueBytes)
                : new Metadata.Entry($"trailer-{entry.Key}", entry.Value));
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }

    private static void FailIfAsked(EchoRequest request)
    {
        switch (request.FailWith)
        {
            case 0:
                return;
            case < 0:
                throw new InvalidOperationException(request.Text);
            default:
                throw new RpcException(
                    new Status((StatusCode)request.FailWith, request.Text),
                    new Metadata
                    {
                        { "reason", "probe" },
                        { "grpc-status-details-bin", request.Body.ToByteArray() },
                    });
        }
    }

    private async Task WaitAsync(int milliseconds, ServerCallContext context)
    {
        if (milliseconds == 0)
        {
            return;
        }

        sightings.Waiting.TrySetResult();
        try
        {
            await Task.Delay(milliseconds, context.CancellationToken);
        }
        catch (OperationCanceledException cause)
        {
            sightings.Cancelled.TrySetResult(cause.GetType().Name);
            throw;
        }
    }
}

/// <summary>What the handlers of one server saw.</summary>
public sealed class Sightings
{
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<string> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
