using Grpc.Core;

namespace Grpc.Net.Client.Calls;

// Cancels a call when its caller, its parent call or its deadline says so.
internal sealed class CallClock
{
    public static readonly Status TimedOut = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    // Never disposed: it holds nothing, and may be cancelled after the call has ended.
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration callers;
    private readonly CancellationTokenRegistration parents;
    private readonly DateTime deadline;
    private ITimer? timer;
    private volatile bool hasTimedOut;

    public CallClock(CallOptions options)
    {
        Action<object?> cancel = static source => ((CancellationTokenSource)source!).Cancel();
        callers = options.CancellationToken.UnsafeRegister(cancel, source);
        parents = options.PropagationToken?.CancellationToken.UnsafeRegister(cancel, source) ?? default;
        var own = options.Deadline ?? DateTime.MaxValue;
        var inherited = options.PropagationToken?.Deadline ?? DateTime.MaxValue;
        deadline = own < inherited ? own : inherited;
        if (deadline != DateTime.MaxValue && deadline != DateTime.MinValue && deadline.Kind != DateTimeKind.Utc)
        {
            throw new InvalidOperationException("A deadline must be given in UTC.");
        }
    }

    public CancellationToken Token => source.Token;

    public bool HasTimedOut => hasTimedOut;

    public TimeSpan? Remaining =>
        deadline == DateTime.MaxValue ? null : deadline - TimeProvider.System.GetUtcNow().UtcDateTime;

    public void Start()
    {
        if (Remaining is not { } remaining)
        {
            return;
        }

        if (remaining <= TimeSpan.Zero)
        {
            hasTimedOut = true;
            throw new RpcException(TimedOut);
        }

        // A timer takes no longer period than this; it then sounds early, and is set anew.
        var period = TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(remaining.TotalMilliseconds), int.MaxValue));
        timer = TimeProvider.System.CreateTimer(
            static clock => ((CallClock)clock!).Sound(), this, period, Timeout.InfiniteTimeSpan);
    }

    public void Cancel() => source.Cancel();

    public void Stop()
    {
        timer?.Dispose();
        callers.Dispose();
        parents.Dispose();
    }

    private void Sound()
    {
        if (Remaining > TimeSpan.Zero)
        {
            timer?.Change(Remaining.Value, Timeout.InfiniteTimeSpan);
            return;
        }

        hasTimedOut = true;
        source.Cancel();
    }
}
