using Grpc.Core;

namespace Grpc.AspNetCore.Server.Calls;

internal sealed class ResponseStream<TResponse>(GrpcCallContext call, Marshaller<TResponse> marshaller)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return call.WriteNextAsync(message, marshaller, WriteOptions ?? call.WriteOptions, cancellationToken);
    }
}
