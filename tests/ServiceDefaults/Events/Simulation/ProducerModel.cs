using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>
/// A producer: transactions that write to its outbox, a database that numbers as the relay's statement does, and a
/// relay that publishes by the real rule and may die at any moment.
/// </summary>
internal sealed class ProducerModel(VirtualTime time, Random chance, BrokerModel broker)
{
    private const int ConfirmMaxMilliseconds = 10_000;
    private const int WakeEveryMilliseconds = 1000;
    private const int FlightsMax = 3;

    private readonly SortedSet<ulong> running = [];
    private readonly List<(ulong Transaction, long Row, int Partition)> outbox = [];
    private readonly long[] heads = new long[EventPartition.Count];
    private readonly long[] published = new long[EventPartition.Count];
    private readonly List<EventEnvelope> log = [];
    private (ulong Transaction, long Row) numbered;
    private PublishProgress? relay;
    private int relays;
    private ulong transactions;
    private long rows;
    private bool hasFailed;
    private readonly Queue<Flight> flights = [];

    public IReadOnlyList<EventEnvelope> Log => log;

    public IReadOnlyList<long> Heads => heads;

    public long Written => outbox.Count;

    public bool IsPublished => heads.SequenceEqual(published);

    /// <summary>Begins now, and commits after a while or never; others begin and commit meanwhile.</summary>
    public void Write()
    {
        var transaction = ++transactions;
        running.Add(transaction);
        var written = Enumerable.Range(0, chance.Next(1, 4))
            .Select(_ => (transaction, ++rows, chance.Next(2))).ToList();
        time.Soon(800, () =>
        {
            running.Remove(transaction);
            if (chance.Next(10) != 0)
                outbox.AddRange(written);
            time.Soon(20, () => Number(relays));
        });
    }

    public void StartRelay()
    {
        var number = ++relays;
        relay = new PublishProgress();
        flights.Clear();
        Load();
        Wake(number);
    }

    /// <summary>What it held in memory is gone; the next one comes when the lock is free.</summary>
    public void KillRelay()
    {
        relay = null;
        relays++;
        time.Soon(3000, () =>
        {
            if (relay is null)
                StartRelay();
        });
    }

    public IEnumerable<EventEnvelope> Read(int partition, long after) =>
        log.Where(e => e.Partition == partition && e.Sequence > after);

    private void Load()
    {
        hasFailed = false;
        relay!.Load(Enumerable.Range(0, published.Length).ToDictionary(p => p, p => published[p]), heads);
    }

    private void Wake(int number)
    {
        if (number != relays)
            return;
        Number(number);
        broker.Announce((long[])heads.Clone());
        time.In(WakeEveryMilliseconds, () => Wake(number));
    }

    /// <summary>
    /// As the statement of the relay does: only what is older than every running transaction, in the order of
    /// transaction and row.
    /// </summary>
    private void Number(int number)
    {
        if (number != relays || relay is null)
            return;
        var oldest = running.Count > 0 ? running.Min : ulong.MaxValue;
        var fresh = outbox
            .Where(row => (row.Transaction, row.Row).CompareTo(numbered) > 0 && row.Transaction < oldest)
            .Order().Take(chance.Next(1, 8)).ToList();
        var events = fresh.ConvertAll(row => EventOf(row.Transaction, row.Row, row.Partition));
        if (fresh.Count > 0)
        {
            numbered = (fresh[^1].Transaction, fresh[^1].Row);
            log.AddRange(events);
            relay.Offer(events);
            time.Soon(20, () => Number(number));
        }
        Publish(number);
    }

    private void Publish(int number)
    {
        if (flights.Count == FlightsMax || hasFailed || number != relays || relay is null)
            return;
        var batch = relay.Next(out var behind);
        if (batch.Count == 0)
            batch = [.. behind.SelectMany(b => Read(b.Key, b.Value).Take(5)).OrderBy(e => e.Position.Row)];
        if (batch.Count == 0)
            return;
        relay.Sending(batch);
        var flight = new Flight(batch);
        flights.Enqueue(flight);
        for (var i = 0; i < batch.Count; i++)
        {
            var index = i;
            broker.Publish(batch[i], () =>
            {
                if (flight.Confirm(index))
                    End(flight, number);
            });
        }
        time.In(ConfirmMaxMilliseconds, () => End(flight, number));
        time.Soon(50, () => Publish(number));
    }

    /// <summary>Flights count in their order; after one that failed nothing is sent before all have ended.</summary>
    private void End(Flight ended, int number)
    {
        if (ended.IsOver || number != relays || relay is null)
            return;
        ended.IsOver = true;
        while (flights.TryPeek(out var flight) && flight.IsOver)
        {
            relay.Advance(flight.Batch, i => flight.Confirms[i]);
            hasFailed |= !flight.IsConfirmed;
            flights.Dequeue();
        }
        relay.Published.CopyTo(published, 0);
        if (hasFailed && flights.Count == 0)
            Load();
        time.Soon(50, () => Publish(number));
    }

    private EventEnvelope EventOf(ulong transaction, long row, int partition) => new()
    {
        Id = new Guid((int)row, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        Type = "risk.intake.customer_registered.v1",
        Subject = "C",
        Time = DateTimeOffset.UnixEpoch,
        Position = new LogPosition("intake", partition, transaction, row),
        Sequence = ++heads[partition],
        Body = ReadOnlyMemory<byte>.Empty,
    };

    /// <summary>Events on their way to the broker.</summary>
    private sealed class Flight(IReadOnlyList<EventEnvelope> batch)
    {
        public IReadOnlyList<EventEnvelope> Batch { get; } = batch;

        public bool[] Confirms { get; } = new bool[batch.Count];

        public bool IsConfirmed => Array.TrueForAll(Confirms, confirmed => confirmed);

        public bool IsOver { get; set; }

        /// <summary>Answers whether it was the last.</summary>
        public bool Confirm(int index)
        {
            Confirms[index] = true;
            return IsConfirmed;
        }
    }
}
