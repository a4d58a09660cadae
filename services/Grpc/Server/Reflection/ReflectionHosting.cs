using Grpc.AspNetCore.Server.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the reflection service of gRPC.</summary>
public static class ReflectionHosting
{
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        services.AddGrpc();
        services.TryAddSingleton<ReflectionService>();
        return services;
    }
}
