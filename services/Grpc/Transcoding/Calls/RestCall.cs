using Grpc.Core;
using Grpc.Transcoding.Answers;
using Grpc.Transcoding.Json;
using Grpc.Transcoding.Problems;
using Grpc.Transcoding.Requests;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.Transcoding.Calls;

/// <summary>Handles the HTTP requests of one binding of an rpc; whatever goes wrong becomes a problem.</summary>
internal abstract partial class RestCall(
    RestMethod method, IMethod grpcMethod, JsonTranscodingOptions options, ILogger log)
{
    protected RestMethod Method { get; } = method;

    protected JsonTranscodingOptions Options { get; } = options;

    protected ReadRequest Request { get; } = new(method, options);

    protected JsonAnswer Answer { get; } = new(method);

    /// <summary>How long a call may take at most; null for as long as the caller says.</summary>
    protected virtual TimeSpan? Deadline => null;

    public async Task HandleAsync(HttpContext http)
    {
        using var call = new RestCallContext(http, grpcMethod);
        try
        {
            call.Start(Deadline);
            await RunAsync(http, call);
        }
        catch (Exception failure)
        {
            await AnswerAsync(http, Explain(call, failure));
        }
    }

    protected abstract Task RunAsync(HttpContext http, RestCallContext call);

    /// <summary>What to tell the caller; what nobody expected is recorded here and told without its text.</summary>
    protected Problem Explain(RestCallContext call, Exception failure)
    {
        switch (failure)
        {
            case RefusedException refused:
                return refused.Problem;
            case ProtoJsonException refused:
                return Problem.Of(refused);
            case BadHttpRequestException refused:
                return Problem.Of(refused);
            case RpcException { StatusCode: StatusCode.Cancelled } when call.Expired:
            case OperationCanceledException when call.Expired:
                return TimeIsUp();
            case RpcException ended:
                return Problem.Of(ended);
            case OperationCanceledException:
            case IOException when call.HttpContext.RequestAborted.IsCancellationRequested:
                return Problem.Of(
                    StatusCodes.Status499ClientClosedRequest, StatusCode.Cancelled, "The call was cancelled.");
            default:
                LogFailure(log, failure, grpcMethod.FullName);
                return Problem.Of(
                    StatusCodes.Status500InternalServerError, StatusCode.Unknown, "An unexpected error occurred.");
        }
    }

    protected static Problem TimeIsUp() =>
        Problem.Of(StatusCodes.Status504GatewayTimeout, StatusCode.DeadlineExceeded, "The time is up.");

    private static async Task AnswerAsync(HttpContext http, Problem problem)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
        }
        else if (!http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Headers.ContentLength = null;
            await ProblemAnswer.WriteAsync(http, problem);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} failed unexpectedly.")]
    private static partial void LogFailure(ILogger log, Exception failure, string method);
}
