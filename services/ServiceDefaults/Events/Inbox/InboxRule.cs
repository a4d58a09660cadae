namespace Risk.ServiceDefaults.Events;

/// <summary>What to do with an event, given how far its partition is handled.</summary>
internal enum InboxStep
{
    /// <summary>Handled before: a duplicate.</summary>
    Skip,

    /// <summary>The next one.</summary>
    Apply,

    /// <summary>Something before it is missing.</summary>
    CatchUp,
}

/// <summary>The rules of a consumer, without clock, broker or database.</summary>
internal static class InboxRule
{
    public static InboxStep StepFor(long cursor, long sequence) =>
        sequence <= cursor ? InboxStep.Skip
        : sequence == cursor + 1 ? InboxStep.Apply
        : InboxStep.CatchUp;

    /// <summary>
    /// Whether events were lost: the head was beyond the cursor already when the last head came, and the cursor has
    /// not moved since. A consumer that moves is merely busy.
    /// </summary>
    public static bool HasLost(long cursor, long head, long cursorBefore, long headBefore) =>
        head > cursor && headBefore > cursorBefore && cursor == cursorBefore;

    /// <summary>
    /// What of a run is applied, given where the cursor truly is: not what it has passed, nor what is behind a hole.
    /// </summary>
    public static IEnumerable<EventEnvelope> ToApply(long cursor, IEnumerable<EventEnvelope> run)
    {
        foreach (var e in run)
        {
            var step = StepFor(cursor, e.Sequence);
            if (step == InboxStep.CatchUp)
                yield break;
            if (step == InboxStep.Skip)
                continue;
            yield return e;
            cursor = e.Sequence;
        }
    }

    /// <summary>How many of the waiting sequences, in ascending order, follow the cursor without a hole.</summary>
    public static int RunLength(long cursor, IEnumerable<long> waiting)
    {
        var length = 0;
        foreach (var sequence in waiting)
        {
            if (StepFor(cursor + length, sequence) != InboxStep.Apply)
                break;
            length++;
        }
        return length;
    }
}
