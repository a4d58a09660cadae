using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Calls;

// Serves one method: checks the request, runs the call, sends its status.
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, CallDefaults defaults)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method { get; } = method;

    public Task HandleAsync(HttpContext http) =>
        GrpcProtocol.Refuses(http) ? Task.CompletedTask : ServeAsync(http);

    protected abstract Task RunAsync(GrpcCallContext call);

    protected ValueTask<TRequest> ReadRequestAsync(GrpcCallContext call) =>
        call.Reader.ReadSingleAsync(Method.RequestMarshaller.ContextualDeserializer, call.CancellationToken);

    private async Task ServeAsync(HttpContext http)
    {
        using var call = new GrpcCallContext(http, Method, defaults);
        try
        {
            call.Start(Method.Type);
            await RunAsync(call);
            await call.EndAsync();
        }
        catch (Exception cause)
        {
            await call.FailAsync(cause);
        }
    }
}

internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallDefaults defaults, UnaryServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, defaults)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(GrpcCallContext call)
    {
        var request = await ReadRequestAsync(call);
        call.WriteSingle(await invoke(request, call), Method.ResponseMarshaller);
    }
}

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallDefaults defaults, ClientStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, defaults)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(GrpcCallContext call) =>
        call.WriteSingle(
            await invoke(new RequestStream<TRequest>(call, Method.RequestMarshaller), call),
            Method.ResponseMarshaller);
}

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallDefaults defaults, ServerStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, defaults)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(GrpcCallContext call)
    {
        var request = await ReadRequestAsync(call);
        await invoke(request, new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallDefaults defaults, DuplexStreamingServerMethod<TRequest, TResponse> invoke)
    : CallHandler<TRequest, TResponse>(method, defaults)
    where TRequest : class
    where TResponse : class
{
    protected override Task RunAsync(GrpcCallContext call) =>
        invoke(
            new RequestStream<TRequest>(call, Method.RequestMarshaller),
            new ResponseStream<TResponse>(call, Method.ResponseMarshaller),
            call);
}
