namespace Grpc.AspNetCore.Server.Calls;

// Where a call stands. The handler writes and ends it, the deadline ends it from another thread: who moves first does.
internal sealed class CallPhase
{
    private const int Open = 0;
    private const int Writing = 1;
    private const int Ended = 2;

    private int phase;

    public bool HasEnded => Volatile.Read(ref phase) == Ended;

    public bool TryEnterWrite() => Interlocked.CompareExchange(ref phase, Writing, Open) == Open;

    public void EnterWrite()
    {
        if (!TryEnterWrite())
        {
            throw HasEnded
                ? new OperationCanceledException("The call has ended.")
                : new InvalidOperationException("The message before has not been written yet: await it first.");
        }
    }

    public void ExitWrite() => Interlocked.CompareExchange(ref phase, Open, Writing);

    /// <summary>Ends the call; false when a write kept it from ending well, or when it had ended before.</summary>
    public bool TryEnd(out bool wasWriting)
    {
        wasWriting = false;
        if (Interlocked.CompareExchange(ref phase, Ended, Open) == Open)
        {
            return true;
        }

        wasWriting = Interlocked.CompareExchange(ref phase, Ended, Writing) == Writing;
        return false;
    }
}
