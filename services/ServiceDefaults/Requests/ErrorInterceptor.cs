using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// The one place where failures become answers: expected refusals in the caller's language, failures of the database by
/// their meaning, everything else as INTERNAL with the trace id, logged once.
/// </summary>
internal sealed partial class ErrorInterceptor(
    ServiceInfo service, SqlRefusals database, TimeProvider clock, ILogger<ErrorInterceptor> logger) : Interceptor
{
    private readonly string domain = "risk." + service.Name;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failed)
        {
            throw Answer(failed, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception failed)
        {
            throw Answer(failed, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception failed)
        {
            throw Answer(failed, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception failed)
        {
            throw Answer(failed, context);
        }
    }

    private RpcException Answer(Exception failed, ServerCallContext context)
    {
        if (failed is not RpcException && context.CancellationToken.IsCancellationRequested)
            return Ended(context);
        switch (failed as RpcException ?? database.For(failed))
        {
            case Refusal refusal:
                if (refusal.StatusCode == StatusCode.Unavailable)
                    LogUnavailable(context.Method, failed.GetBaseException().Message);
                TellWhenToRetry(refusal, context);
                return refusal.In(context.Language(), domain);
            case { } answer:
                return answer;
            default:
                LogUnexpected(failed, context.Method);
                return Unexpected().In(context.Language(), domain);
        }
    }

    private RpcException Ended(ServerCallContext context)
    {
        var ours = context.GetHttpContext().Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken;
        return ours is { IsCancellationRequested: true } || context.Deadline <= clock.GetUtcNow().UtcDateTime
            ? new(new(StatusCode.DeadlineExceeded, "The deadline has passed."))
            : new(new(StatusCode.Cancelled, "The call was cancelled."));
    }

    private static Refusal Unexpected()
    {
        var trace = Activity.Current?.TraceId.ToHexString() ?? "";
        return new(StatusCode.Internal, "INTERNAL", new(
            $"Something went wrong on our side. The trace id is {trace}.", $"系统内部错误，跟踪号 {trace}。"))
        {
            Facts = [new("trace_id", trace)],
        };
    }

    private static void TellWhenToRetry(Refusal refusal, ServerCallContext context)
    {
        var response = context.GetHttpContext().Response;
        if (refusal.RetryAfter is { } wait && !response.HasStarted)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
    private partial void LogUnexpected(Exception failed, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} found the database unavailable: {Reason}")]
    private partial void LogUnavailable(string method, string reason);
}
