using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Calls;

// Finds out how a call ended: from trailers, from headers without a body, from an HTTP answer that is not gRPC, or
// from what went wrong on the way.
internal static class ResponseStatus
{
    private const string StatusName = "grpc-status";

    /// <summary>The end of a call that has no messages; null when a body follows.</summary>
    public static (Status Status, Metadata Headers)? InHeaders(HttpResponseMessage response)
    {
        if (In(response.Headers) is { } status)
        {
            return (status, Metadata(response.Headers));
        }

        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (Of(response.StatusCode), Metadata(response.Headers));
        }

        return contentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            ? null
            : (new Status(StatusCode.Unknown, $"The server answered '{contentType}', which is not gRPC."),
                Metadata(response.Headers));
    }

    public static (Status Status, Metadata Trailers) InTrailers(HttpResponseMessage response) =>
        (In(response.TrailingHeaders) ?? new Status(StatusCode.Internal, "The response ended without a grpc-status."),
            Metadata(response.TrailingHeaders));

    public static Metadata Metadata(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (HeaderEntries.IsMetadata(name))
            {
                foreach (var value in values)
                {
                    HeaderEntries.Add(metadata, name, value, StatusCode.Internal);
                }
            }
        }

        return metadata;
    }

    public static ICompressionProvider? Decompression(HttpResponseMessage response, GrpcChannel channel)
    {
        var name = Value(response.Headers, "grpc-encoding");
        return name is null or "identity" ? null
            : channel.Algorithms.GetValueOrDefault(name)
                ?? throw new RpcException(new Status(
                    StatusCode.Internal, $"Messages compressed by '{name}' are not understood."));
    }

    public static Status Of(Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpProtocolException reset)
            {
                return new Status(OfHttp2Error(reset.ErrorCode), reset.Message, cause);
            }
        }

        return cause switch
        {
            OperationCanceledException => new Status(StatusCode.Cancelled, "Call canceled by the client.", cause),
            HttpRequestException or IOException => new Status(StatusCode.Unavailable, cause.Message, cause),
            _ => new Status(StatusCode.Internal, $"{cause.GetType().Name}: {cause.Message}", cause),
        };
    }

    private static Status? In(HttpResponseHeaders headers)
    {
        if (Value(headers, StatusName) is not { } text)
        {
            return null;
        }

        var detail = PercentEncoding.Decode(Value(headers, "grpc-message") ?? string.Empty);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && Enum.IsDefined((StatusCode)code)
                ? new Status((StatusCode)code, detail)
                : new Status(StatusCode.Unknown, $"The server answered the unknown grpc-status '{text}'. {detail}");
    }

    private static Status Of(HttpStatusCode code) => new(
        (int)code switch
        {
            400 => StatusCode.Internal,
            401 => StatusCode.Unauthenticated,
            403 => StatusCode.PermissionDenied,
            404 => StatusCode.Unimplemented,
            429 or 502 or 503 or 504 => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        },
        $"The server answered with HTTP status {(int)code}, which is not gRPC.");

    private static StatusCode OfHttp2Error(long code) => code switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
