using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Adds to the gRPC services of an application.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}
