using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>
/// A broker with a queue for each partition: it delays, doubles and loses, goes away with all connections, and may come
/// back without its disk. What it delivers and is not acknowledged, it delivers again.
/// </summary>
internal sealed class BrokerModel(VirtualTime time, Random chance)
{
    private readonly Dictionary<int, List<EventEnvelope>> queues = new() { [0] = [], [1] = [] };
    private int connections;

    public IReadOnlyList<ConsumerModel> Consumers { get; set; } = [];

    public bool IsUp { get; private set; } = true;

    /// <summary>Of a hundred messages, so many are confirmed and lost, so many taken and not confirmed.</summary>
    public int TroublePercent { get; set; }

    public void GoDown(bool losesDisk, int milliseconds)
    {
        IsUp = false;
        connections++;
        if (losesDisk)
        {
            foreach (var queue in queues.Values)
                queue.Clear();
        }
        time.In(milliseconds, () =>
        {
            IsUp = true;
            foreach (var partition in queues.Keys)
                Deliver(partition);
            foreach (var consumer in Consumers)
                consumer.Connected();
        });
    }

    public void Publish(EventEnvelope e, Action confirm)
    {
        var connection = connections;
        time.Soon(30, () =>
        {
            if (!IsUp || connection != connections)
                return;
            if (chance.Next(100) >= TroublePercent)
            {
                queues[e.Partition].Add(e);
                time.Soon(5, () => Deliver(e.Partition));
            }
            if (chance.Next(100) >= TroublePercent)
                time.Soon(30, () => Over(connection, confirm));
        });
    }

    public void Announce(long[] heads)
    {
        var connection = connections;
        foreach (var consumer in Consumers)
        {
            if (IsUp && chance.Next(100) >= TroublePercent)
                time.Soon(30, () => Over(connection, () => consumer.HearHeads(heads)));
        }
    }

    /// <summary>To the one active consumer what it has not acknowledged, and after its end to the next one.</summary>
    private void Deliver(int partition)
    {
        if (!IsUp || Consumers.FirstOrDefault(c => c.IsAlive) is not { } active)
            return;
        var (connection, life) = (connections, active.Life);
        foreach (var e in queues[partition].Take(chance.Next(1, 20)).ToList())
        {
            time.Soon(40, () => Over(connection, () => active.Take(e, life, () => Acknowledge(e))));
            if (chance.Next(20) == 0)
                time.Soon(400, () => Over(connection, () => active.Take(e, life, () => Acknowledge(e))));
        }
    }

    /// <summary>An active consumer has gone, or has more room.</summary>
    public void Redeliver()
    {
        foreach (var partition in queues.Keys)
            Deliver(partition);
    }

    private void Acknowledge(EventEnvelope e)
    {
        queues[e.Partition].Remove(e);
        Deliver(e.Partition);
    }

    private void Over(int connection, Action carried)
    {
        if (IsUp && connection == connections)
            carried();
    }
}
