using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Calls;

// gRPC over HTTP/2: what is no gRPC request is refused, and how a status is sent.
internal static class GrpcProtocol
{
    public const string ContentType = "application/grpc";

    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";

    private static readonly StringValues[] Codes =
        [.. Enum.GetValues<StatusCode>().Order().Select(code => new StringValues($"{(int)code}"))];

    public static bool IsGrpcContentType(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = contentType.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["+proto".Length..];
        }

        return rest.IsEmpty || rest[0] is ';' or ' ';
    }

    /// <summary>Answers what is no gRPC request.</summary>
    public static bool Refuses(HttpContext http)
    {
        if (!IsGrpcContentType(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            if (IsHttp2(http.Request.Protocol))
            {
                WriteStatus(
                    http.Response.Headers,
                    new Status(StatusCode.Internal, $"The content type is not {ContentType}."),
                    trailers: null);
            }

            return true;
        }

        if (!IsHttp2(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "HTTP/2.0";
            http.Response.Headers.Connection = "Upgrade";
            return true;
        }

        return false;
    }

    /// <summary>Answers a call without any message.</summary>
    public static void WriteTrailersOnly(HttpResponse response, Status status)
    {
        response.ContentType = ContentType;
        WriteStatus(response.Headers, status, trailers: null);
    }

    public static void WriteStatus(IHeaderDictionary destination, Status status, Metadata? trailers)
    {
        destination[StatusName] = Codes[(int)status.StatusCode];
        if (status.Detail.Length > 0)
        {
            destination[MessageName] = PercentEncoding.Encode(status.Detail);
        }

        Append(destination, trailers);
    }

    public static void Append(IHeaderDictionary destination, Metadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        foreach (var entry in metadata)
        {
            if (HeaderEntries.IsMetadata(entry.Key))
            {
                destination.Append(entry.Key, HeaderEntries.Text(entry));
            }
        }
    }

    private static bool IsHttp2(string protocol) => HttpProtocol.IsHttp2(protocol) || HttpProtocol.IsHttp3(protocol);
}
