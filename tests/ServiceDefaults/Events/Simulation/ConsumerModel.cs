using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>What the instances of a consuming service share: cursors and effects, in one transaction each.</summary>
internal sealed class ConsumerDatabase
{
    public long[] Cursors { get; } = new long[EventPartition.Count];

    public List<EventEnvelope> Applied { get; } = [];

    public bool IsUp { get; set; } = true;
}

/// <summary>
/// An instance of a consumer: the real rules of waiting, applying and noticing what is lost, around a database that it
/// shares with the other instance and a life that may end at any moment.
/// </summary>
internal sealed class ConsumerModel(
    VirtualTime time, Random chance, ConsumerDatabase database, ProducerModel producer, Action gone)
{
    private const int GapPatienceMilliseconds = 50;
    private const int SilenceMaxMilliseconds = 3000;

    private readonly Dictionary<int, WaitingEvents> waiting = [];
    private readonly long[] known = new long[EventPartition.Count];
    private readonly Dictionary<int, (long Cursor, long Head)> before = [];
    private readonly List<(Task Done, Action Acknowledge)> open = [];
    private long heardAt;

    public bool IsAlive { get; private set; }

    public int Life { get; private set; }

    public void Start()
    {
        Life++;
        IsAlive = true;
        heardAt = time.Now;
        before.Clear();
        open.Clear();
        for (var partition = 0; partition < 2; partition++)
        {
            waiting[partition] = new WaitingEvents();
            known[partition] = database.Cursors[partition];
        }
        Connected();
        WatchSilence(Life);
    }

    public void Kill()
    {
        IsAlive = false;
        Life++;
        time.In(20, gone);
        time.Soon(4000, Start);
    }

    /// <summary>What came before the connection may be lost.</summary>
    public void Connected()
    {
        for (var partition = 0; partition < 2; partition++)
            AskLog(partition);
    }

    public void Take(EventEnvelope e, int life, Action acknowledge)
    {
        if (!IsAlive || life != Life)
            return;
        open.Add((waiting[e.Partition].Offer(e), acknowledge));
        Work(e.Partition);
    }

    public void HearHeads(long[] heads)
    {
        if (!IsAlive)
            return;
        heardAt = time.Now;
        for (var partition = 0; partition < 2; partition++)
        {
            if (heads[partition] > known[partition] && database.IsUp)
                known[partition] = database.Cursors[partition];
            var now = (Cursor: known[partition], Head: heads[partition]);
            if (before.TryGetValue(partition, out var last)
                && InboxRule.HasLost(now.Cursor, now.Head, last.Cursor, last.Head))
            {
                AskLog(partition);
            }
            before[partition] = now;
        }
    }

    private void WatchSilence(int life) => time.In(SilenceMaxMilliseconds, () =>
    {
        if (life != Life)
            return;
        if (time.Now - heardAt >= SilenceMaxMilliseconds)
            Connected();
        WatchSilence(life);
    });

    private void AskLog(int partition)
    {
        var life = Life;
        time.Soon(100, () =>
        {
            if (life != Life)
                return;
            if (!database.IsUp)
            {
                time.Soon(500, () => AskLog(partition));
                return;
            }
            known[partition] = Math.Max(known[partition], database.Cursors[partition]);
            foreach (var e in producer.Read(partition, known[partition]).ToList())
                _ = waiting[partition].Offer(e);
            Work(partition);
        });
    }

    private void Work(int partition)
    {
        var life = Life;
        time.Soon(10, () =>
        {
            if (life != Life)
                return;
            var run = waiting[partition].NextRun(known[partition], out var missing);
            AcknowledgeWhatIsDone();
            if (run.Count > 0)
                time.Soon(30, () => Apply(partition, run, life));
            else if (missing)
                time.In(GapPatienceMilliseconds, () => Miss(partition, life));
        });
    }

    private void Miss(int partition, int life)
    {
        if (life != Life)
            return;
        if (waiting[partition].NextRun(known[partition], out var missing).Count > 0 || !missing)
        {
            Work(partition);
            return;
        }
        AskLog(partition);
    }

    /// <summary>One transaction: it locks the cursor, and dies with the instance before or after its commit.</summary>
    private void Apply(int partition, List<EventEnvelope> run, int life)
    {
        if (life != Life)
            return;
        if (!database.IsUp)
        {
            time.Soon(500, () => Work(partition));
            return;
        }
        foreach (var e in InboxRule.ToApply(database.Cursors[partition], run))
        {
            database.Applied.Add(e);
            database.Cursors[partition] = e.Sequence;
        }
        if (chance.Next(50) == 0)
        {
            Kill();
            return;
        }
        known[partition] = database.Cursors[partition];
        Work(partition);
    }

    private void AcknowledgeWhatIsDone()
    {
        foreach (var (_, acknowledge) in open.Where(o => o.Done.IsCompletedSuccessfully).ToList())
            acknowledge();
        open.RemoveAll(o => o.Done.IsCompleted);
    }
}
