using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Calls;

// Negotiates compression: a request names what it uses, and accepts what a response may use.
internal static class MessageEncodings
{
    private const string EncodingHeader = "grpc-encoding";
    private const string AcceptEncodingHeader = "grpc-accept-encoding";

    public static void Choose(HttpContext http, MethodSettings settings, MessageReader reader, MessageWriter writer)
    {
        var headers = http.Request.Headers;
        if (headers.TryGetValue(EncodingHeader, out var encoding) && encoding != "identity")
        {
            if (!settings.Algorithms.TryGetValue(encoding.ToString(), out var algorithm))
            {
                http.Response.Headers[AcceptEncodingHeader] = settings.AcceptedEncodings;
                throw new RpcException(new Status(
                    StatusCode.Unimplemented, $"Messages compressed by '{encoding}' are not understood."));
            }

            reader.Decompression = algorithm;
        }

        if (settings.ResponseCompression is { } compression
            && headers.TryGetValue(AcceptEncodingHeader, out var accepted)
            && accepted.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(compression.EncodingName))
        {
            http.Response.Headers[EncodingHeader] = compression.EncodingName;
            writer.Compression = compression;
            writer.CompressionLevel = settings.ResponseCompressionLevel;
        }
    }
}
