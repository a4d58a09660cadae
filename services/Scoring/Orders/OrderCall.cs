using System.Diagnostics;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Orders;

/// <summary>A caller's order, waiting for its verdict.</summary>
internal sealed class OrderCall
{
    private readonly TaskCompletionSource<V1.OrderVerdict> answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required Order Order { get; init; }

    public required ServerCallContext Call { get; init; }

    /// <summary>Empty when the caller gave none.</summary>
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of the method and the request's bytes.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Nothing is reserved, held or kept.</summary>
    public required bool DryRun { get; init; }

    public Activity? Trace { get; } = Activity.Current;

    public Caller Caller => Call.Caller();

    public bool IsGone => Call.CancellationToken.IsCancellationRequested;

    public Task<V1.OrderVerdict> Verdict => answer.Task;

    public bool IsAnswered => answer.Task.IsCompleted;

    public void SetResult(V1.OrderVerdict verdict) => answer.TrySetResult(verdict);

    public void SetException(Exception failure) => answer.TrySetException(failure);
}
