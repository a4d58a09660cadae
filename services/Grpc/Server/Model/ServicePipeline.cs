using Grpc.AspNetCore.Server.Calls;

namespace Grpc.AspNetCore.Server.Model;

// Puts the interceptors around a service's methods, once per method: a call only runs the finished chain.
internal sealed class ServicePipeline<TService>(
    CallObject<TService> service, IReadOnlyList<CallObject<Core.Interceptors.Interceptor>> interceptors)
    where TService : class
{
    public Core.UnaryServerMethod<TRequest, TResponse> Unary<TRequest, TResponse>(
        UnaryServerMethod<TService, TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        Core.UnaryServerMethod<TRequest, TResponse> chain = (request, context) => service.Use(
            context,
            (handler, request),
            static (instance, call, state) => state.handler(instance, state.request, call));
        return interceptors.Reverse().Aggregate(chain, static (next, interceptor) => (request, context) =>
            interceptor.Use(
                context,
                (next, request),
                static (instance, call, state) => instance.UnaryServerHandler(state.request, call, state.next)));
    }

    public Core.ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        ClientStreamingServerMethod<TService, TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        Core.ClientStreamingServerMethod<TRequest, TResponse> chain = (requests, context) => service.Use(
            context,
            (handler, requests),
            static (instance, call, state) => state.handler(instance, state.requests, call));
        return interceptors.Reverse().Aggregate(chain, static (next, interceptor) => (requests, context) =>
            interceptor.Use(
                context,
                (next, requests),
                static (instance, call, state) =>
                    instance.ClientStreamingServerHandler(state.requests, call, state.next)));
    }

    public Core.ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(
        ServerStreamingServerMethod<TService, TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        Core.ServerStreamingServerMethod<TRequest, TResponse> chain = (request, responses, context) => service.Use(
            context,
            (handler, request, responses),
            static (instance, call, state) =>
                Ended(state.handler(instance, state.request, state.responses, call)));
        return interceptors.Reverse().Aggregate(chain, static (next, interceptor) => (request, responses, context) =>
            interceptor.Use(
                context,
                (next, request, responses),
                static (instance, call, state) => Ended(
                    instance.ServerStreamingServerHandler(state.request, state.responses, call, state.next))));
    }

    public Core.DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(
        DuplexStreamingServerMethod<TService, TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        Core.DuplexStreamingServerMethod<TRequest, TResponse> chain = (requests, responses, context) => service.Use(
            context,
            (handler, requests, responses),
            static (instance, call, state) =>
                Ended(state.handler(instance, state.requests, state.responses, call)));
        return interceptors.Reverse().Aggregate(chain, static (next, interceptor) => (requests, responses, context) =>
            interceptor.Use(
                context,
                (next, requests, responses),
                static (instance, call, state) => Ended(
                    instance.DuplexStreamingServerHandler(state.requests, state.responses, call, state.next))));
    }

    private static async Task<bool> Ended(Task handled)
    {
        await handled;
        return true;
    }
}
