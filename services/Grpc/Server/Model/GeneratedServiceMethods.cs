using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Model;

// Finds the methods of services that derive from a generated base.
internal sealed class GeneratedServiceMethods<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        if (GeneratedService.BindMethodOf(typeof(TService)) is { } bind)
        {
            bind.Invoke(null, [new Binder(context), null]);
        }
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Core.UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var found = Find(method, typeof(TRequest), typeof(ServerCallContext));
            context.AddUnaryMethod(
                method,
                MetadataOf(found),
                found.CreateDelegate<UnaryServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Core.ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var found = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
            context.AddClientStreamingMethod(
                method,
                MetadataOf(found),
                found.CreateDelegate<ClientStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Core.ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var found = Find(
                method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
            context.AddServerStreamingMethod(
                method,
                MetadataOf(found),
                found.CreateDelegate<ServerStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Core.DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var found = Find(
                method,
                typeof(IAsyncStreamReader<TRequest>),
                typeof(IServerStreamWriter<TResponse>),
                typeof(ServerCallContext));
            context.AddDuplexStreamingMethod(
                method,
                MetadataOf(found),
                found.CreateDelegate<DuplexStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        private static MethodInfo Find(IMethod method, params Type[] parameters) =>
            typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no public method for {method.FullName}.");

        private static List<object> MetadataOf(MethodInfo found) =>
        [
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. found.GetCustomAttributes(inherit: true),
        ];
    }
}
