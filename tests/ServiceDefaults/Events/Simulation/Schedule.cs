using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Tests.Events.Simulation;

/// <summary>
/// One course of events, given by a number: half a minute of writing and of faults by chance, and a while to recover.
/// </summary>
internal sealed class Schedule
{
    private const long FaultsEnd = 30_000;

    /// <summary>The patience for a confirm, twice, and a moment.</summary>
    private const long RecoveryMax = 25_000;

    private readonly Random chance;
    private readonly VirtualTime time;
    private readonly BrokerModel broker;
    private readonly ProducerModel producer;
    private readonly ConsumerDatabase database = new();
    private readonly ConsumerModel[] consumers;

    public Schedule(int seed)
    {
        chance = new Random(seed);
        time = new VirtualTime(chance);
        broker = new BrokerModel(time, chance);
        producer = new ProducerModel(time, chance, broker);
        consumers = [New(), New()];
        broker.Consumers = consumers;
    }

    /// <summary>What was wrong at the end; empty when nothing was.</summary>
    public string Run()
    {
        producer.StartRelay();
        foreach (var consumer in consumers)
            consumer.Start();
        for (var write = chance.Next(5, 25); write > 0; write--)
            time.Soon(FaultsEnd, producer.Write);
        for (var fault = chance.Next(0, 8); fault > 0; fault--)
            time.Soon(FaultsEnd, Fault);
        time.RunUntil(FaultsEnd);
        broker.TroublePercent = 0;
        database.IsUp = true;
        time.RunUntil(FaultsEnd + RecoveryMax);
        return string.Join("; ", Wrongs());
    }

    private ConsumerModel New() => new(time, chance, database, producer, broker.Redeliver);

    private void Fault()
    {
        switch (chance.Next(6))
        {
            case 0:
                producer.KillRelay();
                break;
            case 1:
                Living()?.Kill();
                break;
            case 2 when broker.IsUp:
                broker.GoDown(losesDisk: false, chance.Next(5000));
                break;
            case 3 when broker.IsUp:
                broker.GoDown(losesDisk: true, chance.Next(5000));
                break;
            case 4:
                broker.TroublePercent = chance.Next(40);
                break;
            default:
                database.IsUp = false;
                time.Soon(4000, () => database.IsUp = true);
                break;
        }
    }

    private ConsumerModel? Living() => consumers.Where(c => c.IsAlive).MinBy(_ => chance.Next());

    private IEnumerable<string> Wrongs()
    {
        if (producer.Log.Count != producer.Written)
            yield return $"{producer.Written} were written and {producer.Log.Count} numbered";
        if (!producer.IsPublished)
            yield return "not all is published";
        for (var partition = 0; partition < 2; partition++)
        {
            var told = Ids(producer.Log, partition);
            if (!told.SequenceEqual(told.Order()))
                yield return $"partition {partition} is not numbered in the order of its commits";
            var applied = Ids(database.Applied, partition);
            if (!applied.SequenceEqual(told))
            {
                yield return $"partition {partition}: told {string.Join(',', told)}; "
                    + $"applied {string.Join(',', applied)}";
            }
        }
    }

    /// <summary>By transaction and row.</summary>
    private static List<(ulong Transaction, long Row)> Ids(IEnumerable<EventEnvelope> events, int partition) =>
        [.. events.Where(e => e.Partition == partition).Select(e => (e.Position.Transaction, e.Position.Row))];
}
