using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>How a channel connects, and what its messages may be.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Sends the requests; a SocketsHttpHandler that opens more connections as needed unless set.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Sends the requests instead of a handler. Its Timeout holds for every call.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Disposes the given handler or client with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Bytes of the largest message taken, 4 MB unless set; null takes any.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of the largest message sent; null sends any.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Algorithms understood; gzip unless changed.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; } =
        [new GzipCompressionProvider(CompressionLevel.Fastest)];

    /// <summary>Throws OperationCanceledException when the caller cancels, and not RpcException.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Sends call credentials over connections without TLS.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
