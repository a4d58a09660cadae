using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Calls;
using Grpc.AspNetCore.Server.Hosting;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcRouting
{
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider;
        var mapped = services.GetService<MappedServices>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before mapping gRPC services.");
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var context = Discover<TService>(services, all);
        if (context.Methods.Count == 0)
        {
            throw new InvalidOperationException($"{typeof(TService)} has no gRPC methods.");
        }

        var conventions = new List<IEndpointConventionBuilder>();
        foreach (var bound in context.Methods)
        {
            mapped.Add(bound.Method.ServiceName, typeof(TService));
            conventions.Add(builder.Map(bound.Pattern, bound.RequestDelegate)
                .WithMetadata([.. bound.Metadata])
                .WithDisplayName($"gRPC - {bound.Method.FullName}"));
        }

        if (all.IgnoreUnknownServices != true && mapped.TryMapUnknown())
        {
            UnknownMethods.Map(builder, mapped);
        }

        return new GrpcServiceEndpointConventionBuilder(conventions);
    }

    private static ServiceMethodProviderContext<TService> Discover<TService>(
        IServiceProvider services, GrpcServiceOptions all)
        where TService : class
    {
        var own = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var interceptors = all.Interceptors.Concat(own.Interceptors)
            .Select(registration => new CallObject<Interceptor>(
                services, registration.Type, [.. registration.Arguments]))
            .ToArray();
        var pipeline = new ServicePipeline<TService>(
            new CallObject<TService>(services, typeof(TService)), interceptors);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService));
        var context = new ServiceMethodProviderContext<TService>(
            pipeline, new CallDefaults(MethodSettings.From(all, own), logger));
        foreach (var provider in services.GetServices<IServiceMethodProvider<TService>>())
        {
            provider.OnServiceMethodDiscovery(context);
        }

        return context;
    }
}

/// <summary>Adds conventions to all endpoints of a gRPC service.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IReadOnlyList<IEndpointConventionBuilder> builders;

    internal GrpcServiceEndpointConventionBuilder(IReadOnlyList<IEndpointConventionBuilder> builders)
    {
        this.builders = builders;
    }

    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var builder in builders)
        {
            builder.Add(convention);
        }
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var builder in builders)
        {
            builder.Finally(finallyConvention);
        }
    }
}
