using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses and decompresses messages by one algorithm.</summary>
public interface ICompressionProvider
{
    /// <summary>Name of the algorithm in grpc-encoding and grpc-accept-encoding.</summary>
    string EncodingName { get; }

    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    Stream CreateDecompressionStream(Stream stream);
}
