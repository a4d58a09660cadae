namespace Grpc.Core;

/// <summary>Which of deadline and cancellation a child call takes over from its parent.</summary>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    public static readonly ContextPropagationOptions Default = new();

    public bool IsPropagateDeadline { get; } = propagateDeadline;

    public bool IsPropagateCancellation { get; } = propagateCancellation;
}

/// <summary>Carries a parent call's deadline and cancellation to the calls made on its behalf.</summary>
public abstract class ContextPropagationToken
{
    private protected ContextPropagationToken()
    {
    }

    internal abstract DateTime Deadline { get; }

    internal abstract CancellationToken CancellationToken { get; }

    internal static ContextPropagationToken Of(ServerCallContext parent, ContextPropagationOptions options) =>
        new ParentCall(
            options.IsPropagateDeadline ? parent.Deadline : DateTime.MaxValue,
            options.IsPropagateCancellation ? parent.CancellationToken : CancellationToken.None);

    private sealed class ParentCall(DateTime deadline, CancellationToken cancellationToken) : ContextPropagationToken
    {
        internal override DateTime Deadline => deadline;

        internal override CancellationToken CancellationToken => cancellationToken;
    }
}
