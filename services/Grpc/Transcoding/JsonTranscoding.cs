using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Transcoding;
using Grpc.Transcoding.Calls;
using Grpc.Transcoding.Problems;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Serves gRPC methods as JSON over HTTP, by their google.api.http rules.</summary>
public static class JsonTranscoding
{
    public static IGrpcServerBuilder AddJsonTranscoding(
        this IGrpcServerBuilder grpcBuilder, Action<JsonTranscodingOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        var services = grpcBuilder.Services;
        services.TryAddSingleton<RestRoutes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, UnknownRoutes>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton(typeof(IServiceMethodProvider<>), typeof(RestMethods<>)));
        if (configureOptions is not null)
        {
            services.Configure(configureOptions);
        }

        return grpcBuilder;
    }
}
