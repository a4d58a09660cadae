namespace Risk.ServiceDefaults.Events;

/// <summary>
/// How far each partition is numbered and confirmed, and what is to be published next: without clock, broker or
/// database.
/// </summary>
internal sealed class PublishProgress
{
    private const int HandedOverMax = 4096;

    private readonly Lock gate = new();
    private readonly long[] heads = new long[EventPartition.Count];
    private readonly long[] published = new long[EventPartition.Count];
    private List<EventEnvelope> handedOver = [];

    /// <summary>By partition, the last sequence before the first that is not confirmed.</summary>
    public long[] Published => (long[])published.Clone();

    /// <summary>Takes over events just numbered, so that they need not be read again.</summary>
    public void Offer(IReadOnlyList<EventEnvelope> numbered)
    {
        lock (gate)
        {
            foreach (var e in numbered)
                heads[e.Partition] = e.Sequence;
            if (handedOver.Count + numbered.Count <= HandedOverMax)
                handedOver.AddRange(numbered);
        }
    }

    /// <summary>Begins from what is kept; what was handed over is read again.</summary>
    public void Load(IReadOnlyDictionary<int, long> confirmed, IReadOnlyList<long> numbered)
    {
        lock (gate)
        {
            handedOver = [];
            foreach (var (partition, sequence) in confirmed)
                published[partition] = sequence;
            for (var p = 0; p < heads.Length; p++)
                heads[p] = Math.Max(heads[p], numbered[p]);
        }
    }

    /// <summary>
    /// What was handed over, when it follows what is published; else nothing, and after which sequences the log has
    /// more.
    /// </summary>
    public IReadOnlyList<EventEnvelope> Next(out IReadOnlyDictionary<int, long> behind)
    {
        List<EventEnvelope> taken;
        lock (gate)
        {
            (taken, handedOver) = (handedOver, []);
            behind = Enumerable.Range(0, heads.Length).Where(p => heads[p] > published[p])
                .ToDictionary(p => p, p => published[p]);
        }
        var reached = Published;
        return taken.TrueForAll(e => e.Sequence == ++reached[e.Partition]) ? taken : [];
    }

    /// <summary>Events numbered and not confirmed.</summary>
    public long Lag()
    {
        lock (gate)
            return heads.Zip(published, (head, done) => Math.Max(0, head - done)).Sum();
    }

    /// <summary>Each partition is published as far as its confirms have no hole; answers how many that were.</summary>
    public int Advance(IReadOnlyList<EventEnvelope> batch, Func<int, bool> isConfirmed)
    {
        var confirmed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var (partition, sequence) = (batch[i].Partition, batch[i].Sequence);
            if (!isConfirmed(i) || published[partition] != sequence - 1)
                continue;
            published[partition] = sequence;
            confirmed++;
        }
        return confirmed;
    }
}
