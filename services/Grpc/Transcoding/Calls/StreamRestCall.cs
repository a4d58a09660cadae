using Grpc.Core;
using Grpc.Transcoding.Answers;
using Grpc.Transcoding.Problems;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Grpc.Transcoding.Calls;

/// <summary>One request, a stream of answers: server-sent events for who accepts them, else lines of JSON.</summary>
internal sealed class StreamRestCall<TRequest, TResponse>(
    RestMethod method,
    Method<TRequest, TResponse> grpcMethod,
    ServerStreamingServerMethod<TRequest, TResponse> invoke,
    JsonTranscodingOptions options,
    ILogger log)
    : RestCall(method, grpcMethod, options, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpContext http, RestCallContext call)
    {
        var request = await ReadAsync(http, call);
        using var answers = Answers(http);
        try
        {
            try
            {
                await invoke(request, answers, call);
            }
            finally
            {
                await ((answers as EventStream<TResponse>)?.StopAsync() ?? Task.CompletedTask);
            }
        }
        catch (Exception failure) when (answers.HasStarted)
        {
            var problem = Explain(call, failure);
            if (!http.RequestAborted.IsCancellationRequested)
            {
                await answers.FailAsync(problem);
            }

            return;
        }

        call.WriteTrailersAsHeaders();
        await answers.CompleteAsync();
    }

    /// <summary>The answers may take as long as they need, the request may not.</summary>
    private async Task<TRequest> ReadAsync(HttpContext http, RestCallContext call)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        patience.CancelAfter(Options.Deadline);
        try
        {
            return (TRequest)await Request.ReadAsync(http, patience.Token);
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(TimeIsUp());
        }
    }

    private StreamAnswer<TResponse> Answers(HttpContext http)
    {
        if (Method.AnswersRaw)
        {
            return new RawStream<TResponse>(http, Answer);
        }

        return AcceptsEvents(http.Request)
            ? new EventStream<TResponse>(http, Method, Answer, Options.Heartbeat)
            : new LineStream<TResponse>(http, Answer);
    }

    private static bool AcceptsEvents(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
