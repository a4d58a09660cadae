using Google.Protobuf;
using Grpc.Core;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.Transcoding.Calls;

/// <summary>One request, one answer.</summary>
internal sealed class UnaryRestCall<TRequest, TResponse>(
    RestMethod method,
    Method<TRequest, TResponse> grpcMethod,
    UnaryServerMethod<TRequest, TResponse> invoke,
    JsonTranscodingOptions options,
    ILogger log)
    : RestCall(method, grpcMethod, options, log)
    where TRequest : class
    where TResponse : class
{
    protected override TimeSpan? Deadline => Options.Deadline;

    protected override async Task RunAsync(HttpContext http, RestCallContext call)
    {
        var request = (TRequest)await Request.ReadAsync(http, call.CancellationToken);
        var answer = await invoke(request, call);
        call.WriteTrailersAsHeaders();
        await Answer.WriteAsync(http, (IMessage)answer);
    }
}
