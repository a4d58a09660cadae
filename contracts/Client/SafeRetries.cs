using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Polly;
using Polly.Retry;
using Status = Grpc.Core.Status;

namespace Risk.Client;

/// <summary>
/// Repeats unary calls that failed in passing. A call that changes something is repeated under one
/// <c>request_id</c>, given by the caller or made here, so that it takes effect once; a call that has none and is no
/// reading is never repeated.
/// </summary>
internal sealed class SafeRetries : Interceptor
{
    private static readonly string[] ReadingVerbs = ["Get", "List", "Explain", "Verify"];

    private readonly ResiliencePipeline pipeline;

    public SafeRetries(RiskClientOptions options)
    {
        if (options.RetriesMax is < 0 or > 10)
            throw new ArgumentOutOfRangeException(nameof(options), options.RetriesMax, "RetriesMax is 0 to 10.");
        pipeline = options.RetriesMax == 0 ? ResiliencePipeline.Empty : Pipeline(options);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (Repeatable(request, context.Method.Name) is not { } repeated)
            return continuation(request, context);
        var attempts = new Attempts<TResponse>(() => continuation(repeated, context));
        return new(
            attempts.RunAsync(pipeline, context.Options.CancellationToken),
            attempts.HeadersAsync(),
            () => attempts.Last?.GetStatus() ?? Status.DefaultSuccess,
            () => attempts.Last?.GetTrailers() ?? [],
            () => attempts.Last?.Dispose());
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        Repeatable(request, context.Method.Name) is { } repeated
            ? pipeline.Execute(_ => continuation(repeated, context), context.Options.CancellationToken)
            : continuation(request, context);

    /// <summary>
    /// What may be sent several times; nothing when the call must not be repeated. The caller's own message stays as it
    /// is: whoever sends it once more means another call.
    /// </summary>
    private static TRequest? Repeatable<TRequest>(TRequest request, string verb) where TRequest : class
    {
        if (ReadingVerbs.Any(reading => verb.StartsWith(reading, StringComparison.Ordinal)))
            return request;
        if (request is not IMessage message ||
            message.Descriptor.FindFieldByName("request_id") is not { FieldType: FieldType.String } field)
        {
            return null;
        }

        if (field.Accessor.GetValue(message) is not "")
            return request;
        var named = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        field.Accessor.SetValue(named, Guid.CreateVersion7().ToString());
        return (TRequest)named;
    }

    private static ResiliencePipeline Pipeline(RiskClientOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(Passing),
            })
            .Build();

    private static bool Passing(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.ResourceExhausted => true,
        // The first try of this very request is still under way, or others were changing the same rows.
        StatusCode.Aborted => ReasonOf(failure) is "REQUEST_IN_PROGRESS" or "CONCURRENT_CHANGE",
        _ => false,
    };

    private static string? ReasonOf(RpcException failure)
    {
        var details = failure.Trailers.GetValueBytes("grpc-status-details-bin");
        return details is null
            ? null
            : Google.Rpc.Status.Parser.ParseFrom(details).Details
                .Where(detail => detail.Is(ErrorInfo.Descriptor))
                // Field 1 is called `reason` since; this version of the compiled types still names it `type`.
                .Select(detail => detail.Unpack<ErrorInfo>().Type)
                .FirstOrDefault();
    }

    private sealed class Attempts<TResponse>(Func<AsyncUnaryCall<TResponse>> start)
    {
        private readonly TaskCompletionSource<Metadata> headers =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public AsyncUnaryCall<TResponse>? Last { get; private set; }

        public Task<Metadata> HeadersAsync() => headers.Task;

        public async Task<TResponse> RunAsync(ResiliencePipeline pipeline, CancellationToken cancellation)
        {
            try
            {
                var response = await pipeline.ExecuteAsync(
                    async _ =>
                    {
                        Last?.Dispose();
                        Last = start();
                        return await Last.ResponseAsync;
                    },
                    cancellation);
                headers.TrySetResult(await Last!.ResponseHeadersAsync);
                return response;
            }
            catch (RpcException failure)
            {
                headers.TrySetResult(failure.Trailers);
                throw;
            }
            catch (OperationCanceledException)
            {
                // As between two tries, so in one of them: callers of gRPC know cancellation by its status.
                headers.TrySetCanceled(cancellation);
                throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled by its caller."));
            }
        }
    }
}
