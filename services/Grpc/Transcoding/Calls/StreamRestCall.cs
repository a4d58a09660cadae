using Grpc.Core;
using Grpc.Transcoding.Answers;
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
        var request = (TRequest)await Request.ReadAsync(http);
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
