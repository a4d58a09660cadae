namespace Risk.ServiceDefaults.Events;

/// <summary>
/// The events of one partition that were offered and are not known to be handled, in their order, each once.
/// </summary>
internal sealed class WaitingEvents
{
    public const int RunMax = 100;

    private const int RunBytesMax = 1024 * 1024;

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Waiting> waiting = [];
    private bool closed;

    /// <summary>Completes when the event is known to be handled; is cancelled when it is handed back.</summary>
    public Task Offer(EventEnvelope e)
    {
        lock (gate)
        {
            if (closed)
                return Task.FromCanceled(new CancellationToken(canceled: true));
            if (!waiting.TryGetValue(e.Sequence, out var known))
                waiting.Add(e.Sequence, known = new Waiting(e));
            return known.Done.Task;
        }
    }

    /// <summary>
    /// What follows the cursor without a hole; when that is nothing, whether something waits behind a hole.
    /// </summary>
    public List<EventEnvelope> NextRun(long cursor, out bool missing)
    {
        lock (gate)
        {
            foreach (var (sequence, handled) in waiting.TakeWhile(w => w.Key <= cursor).ToList())
            {
                waiting.Remove(sequence);
                handled.Done.TrySetResult();
            }
            var length = Math.Min(InboxRule.RunLength(cursor, waiting.Keys), RunMax);
            missing = length == 0 && waiting.Count > 0;
            var bytes = 0;
            return [.. waiting.Values.Take(length).Select(w => w.Event)
                .TakeWhile((e, i) => (bytes += e.Body.Length) <= RunBytesMax || i == 0)];
        }
    }

    public void Open()
    {
        lock (gate)
            closed = false;
    }

    /// <summary>Gives back all that waits, and takes nothing until it is opened again.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var left in waiting.Values)
                left.Done.TrySetCanceled();
            waiting.Clear();
        }
    }

    private sealed record Waiting(EventEnvelope Event)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
