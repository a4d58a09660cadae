using Grpc.Core;

namespace Grpc.AspNetCore.Server.Calls;

internal sealed class RequestStream<TRequest>(GrpcCallContext call, Marshaller<TRequest> marshaller)
    : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private TRequest? current;

    public TRequest Current => current ?? throw new InvalidOperationException("There is no current message.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            current = await ReadAsync(call.CancellationToken);
        }
        else
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken, call.CancellationToken);
            current = await ReadAsync(either.Token);
        }

        return current is not null;
    }

    private ValueTask<TRequest?> ReadAsync(CancellationToken cancellationToken) =>
        call.Reader.ReadNextAsync(marshaller.ContextualDeserializer, cancellationToken);
}
