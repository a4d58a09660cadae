using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>
/// A request with an id is done once: its answer is stored in the transaction that does it, and a repetition by the
/// same
/// caller gets the same bytes. What is refused is not stored.
/// </summary>
internal sealed class IdempotencyInterceptor : Interceptor
{
    private readonly ConcurrentDictionary<string, bool> ownWay = new(StringComparer.Ordinal);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var id = RequestId.Take(request, context);
        return id.Length == 0 || HasOwnWay(context)
            ? continuation(request, context)
            : OnceAsync(id, request, context, continuation);
    }

    private static async Task<TResponse> OnceAsync<TRequest, TResponse>(
        string id, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var db = context.GetHttpContext().RequestServices.GetRequiredService<ServiceDb>();
        var cancellation = context.CancellationToken;
        var answers = new StoredAnswers(context.Caller().Id, id, RequestHash.Of(context.Method, (IMessage)request));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (await answers.FindAsync(connection, cancellation) is { } stored)
        {
            var replayed = Activator.CreateInstance<TResponse>();
            ((IMessage)replayed).MergeFrom(stored);
            return replayed;
        }
        var response = await continuation(request, context);
        await answers.AddAsync(connection, ((IMessage)response).ToByteArray(), cancellation);
        await transaction.CommitAsync(cancellation);
        return response;
    }

    private bool HasOwnWay(ServerCallContext context) =>
        ownWay.TryGetValue(context.Method, out var own) ? own : ownWay.GetOrAdd(context.Method,
            _ => context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<OwnIdempotencyAttribute>() is not null);
}
