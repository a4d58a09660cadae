using Grpc.Transcoding.OpenApi;
using Risk.Contracts;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>What the OpenAPI documents of all services are made from.</summary>
public static class ApiDescription
{
    public static OpenApiInfo Info { get; } = new()
    {
        Title = Contract.Title,
        Version = Contract.Version,
        Description = Contract.Description,
        DescriptorSet = Contract.DescriptorSet,
    };
}
