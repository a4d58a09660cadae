using Grpc.AspNetCore.Server.Hosting;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Calls;

// A service or interceptor as calls get it: from the container if it is registered there, else made for the call.
// A singleton is fetched once, so that calls which need nothing else do without a scope.
internal sealed class CallObject<T>
    where T : class
{
    private readonly T? shared;
    private readonly Func<IServiceProvider, T> create;
    private readonly bool mustDispose;

    public CallObject(IServiceProvider services, Type type, params object[] arguments)
    {
        if (arguments.Length == 0 && services.GetRequiredService<MappedServices>().IsSingleton(type))
        {
            create = provider => (T)provider.GetRequiredService(type);
            shared = create(services);
            return;
        }

        if (arguments.Length == 0 && services.GetService<IServiceProviderIsService>()?.IsService(type) == true)
        {
            create = provider => (T)provider.GetRequiredService(type);
            return;
        }

        var factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
        create = provider => (T)factory(provider, arguments);
        mustDispose = typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type);
    }

    public Task<TResult> Use<TState, TResult>(
        ServerCallContext context, TState state, Func<T, ServerCallContext, TState, Task<TResult>> use)
    {
        if (shared is not null)
        {
            return use(shared, context, state);
        }

        var instance = create(context.GetHttpContext().RequestServices);
        return mustDispose ? UseAndDispose(instance, context, state, use) : use(instance, context, state);
    }

    private static async Task<TResult> UseAndDispose<TState, TResult>(
        T instance, ServerCallContext context, TState state, Func<T, ServerCallContext, TState, Task<TResult>> use)
    {
        try
        {
            return await use(instance, context, state);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }
}
