using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>
/// What every request with an id goes through, for those who look first whether there is anything to do at all
/// (<see cref="OwnIdempotencyAttribute"/>).
/// </summary>
public static class DoneOnce
{
    /// <summary>
    /// Does it in one transaction of the scoped database that also stores the answer, or answers what was stored under
    /// the id; does it without either when there is no id.
    /// </summary>
    public static async Task<TResponse> RunAsync<TRequest, TResponse>(
        string id, TRequest request, ServerCallContext context, Func<Task<TResponse>> act)
        where TRequest : class
        where TResponse : class
    {
        if (id.Length == 0)
            return await act();
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
        var response = await act();
        await answers.AddAsync(connection, ((IMessage)response).ToByteArray(), cancellation);
        await transaction.CommitAsync(cancellation);
        return response;
    }
}
