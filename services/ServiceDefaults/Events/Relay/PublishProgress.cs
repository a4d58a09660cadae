namespace Risk.ServiceDefaults.Events;

/// <summary>
/// How far each partition is numbered, sent and confirmed, and what is to be published next: without clock, broker or
/// database. More can be sent while the broker has not confirmed what was sent before.
/// </summary>
internal sealed class PublishProgress
{
    private const int HandedOverMax = 4096;

    private readonly Lock gate = new();
    private readonly long[] heads = new long[EventPartition.Count];
    private readonly long[] sent = new long[EventPartition.Count];
    private readonly long[] published = new long[EventPartition.Count];
    private List<EventEnvelope> handedOver = [];

    /// <summary>By partition, the last sequence before the first that is not confirmed.</summary>
    public long[] Published
    {
        get
        {
            lock (gate)
                return (long[])published.Clone();
        }
    }

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
                (heads[p], sent[p]) = (Math.Max(heads[p], numbered[p]), published[p]);
        }
    }

    /// <summary>
    /// What was handed over, when it follows what is sent; else nothing, and after which sequences the log has more.
    /// </summary>
    public IReadOnlyList<EventEnvelope> Next(out IReadOnlyDictionary<int, long> behind)
    {
        lock (gate)
        {
            var taken = handedOver;
            handedOver = [];
            behind = Enumerable.Range(0, heads.Length).Where(p => heads[p] > sent[p])
                .ToDictionary(p => p, p => sent[p]);
            var reached = (long[])sent.Clone();
            return taken.TrueForAll(e => e.Sequence == ++reached[e.Partition]) ? taken : [];
        }
    }

    /// <summary>These are on their way to the broker: the next ones follow them.</summary>
    public void Sending(IReadOnlyList<EventEnvelope> batch)
    {
        lock (gate)
        {
            foreach (var e in batch)
                sent[e.Partition] = e.Sequence;
        }
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
        lock (gate)
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
}
