using System.Data;
using Npgsql;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Orders;

/// <summary>
/// The one door through which orders are checked and reserved. Orders that come while a batch is being written wait and
/// make the next batch: one lock order, two round trips and one commit for all of them. A lone order finds nobody
/// writing and starts at once; when nothing waits, nothing runs.
/// </summary>
internal sealed class OrderQueue : IDisposable
{
    private const int BatchMax = 256;
    private const int StragglersMax = 8;

    private readonly NpgsqlDataSource database;
    private readonly OrderBatch batch;
    private readonly Relay relay;
    private readonly Sealer sealer;
    private readonly Gathering<OrderCall> waiting;
    private readonly SemaphoreSlim stragglers = new(StragglersMax);
    private readonly ContendedCustomers contended = new();

    public OrderQueue(NpgsqlDataSource database, OrderBatch batch, Relay relay, Sealer sealer)
    {
        (this.database, this.batch, this.relay, this.sealer) = (database, batch, relay, sealer);
        waiting = new(BatchMax, RunAsync);
    }

    public Task<V1.OrderVerdict> CheckAsync(OrderCall call)
    {
        waiting.Add(call);
        return call.Verdict;
    }

    public void Dispose() => stragglers.Dispose();

    private async Task RunAsync(Func<List<OrderCall>> take)
    {
        await using var connection = database.CreateConnection();
        for (var calls = take(); calls.Count > 0; calls = take())
        {
            calls.RemoveAll(IsElsewhere);
            if (calls.Count > 0)
                await CheckAllAsync(connection, calls, waitForLocks: false);
        }
    }

    /// <summary>Its caller has left, or it waits behind others for a customer whom somebody else has locked.</summary>
    private bool IsElsewhere(OrderCall call)
    {
        if (!call.IsGone)
            return contended.TryJoin(call);
        call.SetException(new OperationCanceledException());
        return true;
    }

    /// <summary>
    /// One batch; when it fails as a whole each order is tried alone, so that each has its own failure.
    /// </summary>
    private async Task CheckAllAsync(NpgsqlConnection connection, List<OrderCall> calls, bool waitForLocks)
    {
        try
        {
            Defer(await WriteAsync(connection, calls, waitForLocks));
        }
        catch (PostgresException failure) when (waitForLocks && failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.CloseAsync();
            FailAll(calls, Busy());
        }
        catch (Exception failure)
        {
            await connection.CloseAsync();
            if (calls.Count > 1 && IsRolledBack(failure))
            {
                foreach (var call in calls.Where(c => !c.IsAnswered))
                    await CheckAllAsync(connection, [call], waitForLocks);
                return;
            }
            FailAll(calls, failure);
        }
    }

    private static void FailAll(IEnumerable<OrderCall> calls, Exception failure)
    {
        foreach (var call in calls)
            call.SetException(failure);
    }

    /// <summary>
    /// Nothing was written for certain: not when the connection broke, which may have been after the commit.
    /// </summary>
    private static bool IsRolledBack(Exception failure) => failure is PostgresException refused
        ? !refused.SqlState.StartsWith("57P", StringComparison.Ordinal)
        : failure is not (NpgsqlException or IOException or TimeoutException);

    /// <summary>On a connection that stays open from batch to batch until one fails.</summary>
    private async Task<List<OrderCall>> WriteAsync(
        NpgsqlConnection connection, List<OrderCall> calls, bool waitForLocks)
    {
        if (connection.State == ConnectionState.Closed)
            await connection.OpenAsync();
        var deferred = await batch.CheckAsync(connection, calls, waitForLocks);
        relay.Wake();
        sealer.Wake();
        return deferred;
    }

    /// <summary>
    /// Customers whose account somebody else holds: their orders wait for the lock in transactions of their own, one
    /// lock in each, so that a batch never waits and nothing can deadlock. Who comes later waits behind them.
    /// </summary>
    private void Defer(List<OrderCall> deferred)
    {
        foreach (var calls in deferred.GroupBy(c => c.Order.CustomerId))
        {
            if (contended.Add(calls.Key, calls))
                _ = Task.Run(() => WaitAsync(calls.Key));
        }
    }

    /// <summary>Neither for a turn nor for the lock does anybody wait longer than the limit.</summary>
    private async Task WaitAsync(Guid customerId)
    {
        var hasTurn = await stragglers.WaitAsync(OwnTransaction.LockWaitMax);
        try
        {
            await using var connection = database.CreateConnection();
            while (contended.Take(customerId, BatchMax) is { Count: > 0 } calls)
            {
                if (hasTurn)
                    await CheckAllAsync(connection, calls, waitForLocks: true);
                else
                    FailAll(calls, Busy());
            }
        }
        finally
        {
            if (hasTurn)
                stragglers.Release();
        }
    }

    private static Refusal Busy() => Refuse.Unavailable("CUSTOMER_BUSY", new(
        "The customer's account is being written by somebody else. Nothing was reserved. Try again.",
        "该客户的信用账户正被占用，未预留任何额度，请稍后重试。"), TimeSpan.FromSeconds(1));
}
