namespace Grpc.Transcoding.OpenApi;

/// <summary>What an OpenAPI document says of the whole, and the contract that it is made from.</summary>
public sealed record OpenApiInfo
{
    public required string Title { get; init; }

    /// <summary>Version of the API, not of the software.</summary>
    public required string Version { get; init; }

    public string Description { get; init; } = "";

    /// <summary>
    /// A google.protobuf.FileDescriptorSet with its imports and source info (protoc --include_source_info).
    /// </summary>
    public required ReadOnlyMemory<byte> DescriptorSet { get; init; }
}
