using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Problems;

/// <summary>A body beyond its limit: RESOURCE_EXHAUSTED by gRPC's codes, and 413 by HTTP's.</summary>
internal static class BodyTooLarge
{
    public const string Reason = "BODY_TOO_LARGE";

    public static Problem Problem(long bytesMax) =>
        Problems.Problem.Of(StatusCodes.Status413PayloadTooLarge, StatusCode.ResourceExhausted, Text(bytesMax)) with
        {
            Reason = Reason,
        };

    /// <summary>The same as a status, for where it passes through a handler.</summary>
    public static RpcException Refusal(long bytesMax)
    {
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusCode.ResourceExhausted,
            Message = Text(bytesMax),
            Details = { Any.Pack(new ErrorInfo { Type = Reason }) },
        };
        var trailers = new Metadata { { Problems.Problem.DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Core.Status(StatusCode.ResourceExhausted, status.Message), trailers);
    }

    private static string Text(long bytesMax) => $"The body must not be larger than {bytesMax} bytes.";
}
