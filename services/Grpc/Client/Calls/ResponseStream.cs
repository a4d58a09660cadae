using Grpc.Core;

namespace Grpc.Net.Client.Calls;

internal sealed class ResponseStream<TRequest, TResponse>(HttpCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? current;

    public TResponse Current => current ?? throw new InvalidOperationException("There is no current message.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        current = await call.ReadNextAsync(cancellationToken);
        return current is not null;
    }
}
