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

    /// <summary>Who answers for the check.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Null when the service itself checks a held order again.</summary>
    public ServerCallContext? Call { get; init; }

    /// <summary>The hold that is checked again; it keeps its id and whoever asked first while it stays held.</summary>
    public Guid? HoldId { get; init; }

    /// <summary>An order that does not pass leaves everything as it was.</summary>
    public bool OnlyIfItPasses { get; init; }

    /// <summary>Empty when the caller gave none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>SHA-256 of the method and the request's bytes.</summary>
    public byte[] RequestHash { get; init; } = [];

    /// <summary>Nothing is reserved, held or kept.</summary>
    public bool DryRun { get; init; }

    public Activity? Trace { get; } = Activity.Current;

    public bool IsGone => Call is { CancellationToken.IsCancellationRequested: true };

    public Task<V1.OrderVerdict> Verdict => answer.Task;

    public bool IsAnswered => answer.Task.IsCompleted;

    public void SetResult(V1.OrderVerdict verdict) => answer.TrySetResult(verdict);

    public void SetException(Exception failure) => answer.TrySetException(failure);
}
