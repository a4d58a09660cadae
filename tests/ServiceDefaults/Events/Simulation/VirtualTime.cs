namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>What happens when, in milliseconds that pass as fast as the work of them is done.</summary>
internal sealed class VirtualTime(Random chance)
{
    private readonly PriorityQueue<Action, (long At, long Order)> coming = new();
    private long scheduled;

    public long Now { get; private set; }

    public void In(long milliseconds, Action happens) =>
        coming.Enqueue(happens, (Now + Math.Max(0, milliseconds), scheduled++));

    /// <summary>After a moment of chance: what is begun later may well be there earlier.</summary>
    public void Soon(long millisecondsMax, Action happens) => In(chance.NextInt64(millisecondsMax + 1), happens);

    public void RunUntil(long end)
    {
        while (coming.TryPeek(out _, out var next) && next.At <= end)
        {
            var happens = coming.Dequeue();
            Now = next.At;
            happens();
        }
        Now = end;
    }
}
