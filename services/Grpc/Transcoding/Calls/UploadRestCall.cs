using Google.Protobuf;
using Grpc.Core;
using Grpc.Transcoding.Requests;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.Transcoding.Calls;

/// <summary>A stream of requests that is the pieces of one body, and one answer.</summary>
internal sealed class UploadRestCall<TRequest, TResponse>(
    RestMethod method,
    Method<TRequest, TResponse> grpcMethod,
    ClientStreamingServerMethod<TRequest, TResponse> invoke,
    JsonTranscodingOptions options,
    ILogger log)
    : RestCall(method, grpcMethod, options, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task RunAsync(HttpContext http, RestCallContext call)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Options.UploadBytesMax;
        }

        // As for a stream over gRPC: how slowly it may come is for who receives it to say.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var answer = await invoke(new BodyPieces<TRequest>(http, Request, Options), call);
        call.WriteTrailersAsHeaders();
        await Answer.WriteAsync(http, (IMessage)answer);
    }
}
