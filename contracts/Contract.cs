namespace Risk.Contracts;

/// <summary>What the contract says of itself.</summary>
public static class Contract
{
    public const string Title = "Customer credit risk";

    /// <summary>Version of the API: the one in its paths and packages.</summary>
    public const string Version = "v1";

    public const string Description =
        "Intake of customers and their documents, scoring and credit, monitoring, and alerting. The same calls are "
        + "served as gRPC. Names may be written in camelCase or as in the .proto files; 64-bit integers are strings; "
        + "fields that are not known are ignored in bodies and refused in queries.";

    /// <summary>All .proto files as a google.protobuf.FileDescriptorSet, with their comments.</summary>
    public static ReadOnlyMemory<byte> DescriptorSet { get; } = Read();

    private static byte[] Read()
    {
        using var resource = typeof(Contract).Assembly.GetManifestResourceStream("risk.binpb")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
