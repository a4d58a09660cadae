using System.Collections.Concurrent;

namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// Gathers what comes while others are being worked on: all that waits makes the next batch, one batch at a time. Who
/// comes alone finds nobody working and starts at once; when nothing waits, nothing runs.
/// </summary>
/// <param name="atOnceMax">The most that are handed over as one batch.</param>
/// <param name="run">
/// Works on what it takes, until it takes nothing. It must not throw: nobody would hear of it.
/// </param>
public sealed class Gathering<T>(int atOnceMax, Func<Func<List<T>>, Task> run)
{
    private readonly ConcurrentQueue<T> waiting = new();
    private int isRunning;

    public void Add(T item)
    {
        waiting.Enqueue(item);
        if (Interlocked.Exchange(ref isRunning, 1) == 0)
            _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        do
        {
            await run(Take);
            // A full fence: without it the look at the queue could come before the flag is down, and what came in
            // between would wait for the next one.
            Interlocked.Exchange(ref isRunning, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref isRunning, 1) == 0);
    }

    private List<T> Take()
    {
        var batch = new List<T>();
        while (batch.Count < atOnceMax && waiting.TryDequeue(out var item))
            batch.Add(item);
        return batch;
    }
}
