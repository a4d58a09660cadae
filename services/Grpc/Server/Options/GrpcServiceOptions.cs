using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>Limits, compression and interceptors of all services.</summary>
public class GrpcServiceOptions
{
    internal const int DefaultReceiveMessageSizeMax = 4 * 1024 * 1024;

    private int? maxReceiveMessageSize = DefaultReceiveMessageSizeMax;
    private int? maxSendMessageSize;

    /// <summary>Bytes of the largest message taken, 4 MB unless set; null takes any.</summary>
    public int? MaxReceiveMessageSize
    {
        get => maxReceiveMessageSize;
        set
        {
            maxReceiveMessageSize = value;
            IsMaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Bytes of the largest message sent; null sends any.</summary>
    public int? MaxSendMessageSize
    {
        get => maxSendMessageSize;
        set
        {
            maxSendMessageSize = value;
            IsMaxSendMessageSizeSet = true;
        }
    }

    /// <summary>Tells callers the type and text of unexpected exceptions; not for production.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Leaves calls of unknown services to other endpoints instead of answering UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Algorithm for responses, used when the caller accepts it; null sends them as they are.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Algorithms understood; gzip unless changed.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } =
        [new GzipCompressionProvider(CompressionLevel.Fastest)];

    /// <summary>Interceptors in the order in which they see a call.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool IsMaxReceiveMessageSizeSet { get; private set; }

    internal bool IsMaxSendMessageSizeSet { get; private set; }
}

/// <summary>What differs for one service; its interceptors come after those of all services.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
