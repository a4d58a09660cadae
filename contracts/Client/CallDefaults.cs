using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Risk.Client;

/// <summary>Gives every call the API key and the language, and every unary call a deadline.</summary>
internal sealed class CallDefaults(RiskClientOptions options) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context, WithDeadline(context.Options)));

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context, WithDeadline(context.Options)));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context, context.Options));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(With(context, context.Options));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(With(context, context.Options));

    private CallOptions WithDeadline(CallOptions call) =>
        call.Deadline is null ? call.WithDeadline((options.Clock.GetUtcNow() + options.Deadline).UtcDateTime) : call;

    private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, CallOptions call)
        where TRequest : class
        where TResponse : class
    {
        var headers = new Metadata();
        foreach (var entry in call.Headers ?? [])
            headers.Add(entry);
        if (options.ApiKey is { } key && headers.Get("authorization") is null)
            headers.Add("authorization", $"Bearer {key}");
        if (headers.Get("accept-language") is null)
            headers.Add("accept-language", options.Language);
        return new(context.Method, context.Host, call.WithHeaders(headers));
    }
}
