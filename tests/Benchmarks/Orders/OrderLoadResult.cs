using Risk.Scoring.V1;

namespace Risk.Benchmarks.Orders;

/// <summary>What became of the calls.</summary>
internal sealed class OrderLoadResult
{
    public int Begun { get; set; }
    public int Approved { get; set; }
    public int Held { get; set; }

    /// <summary>Neither approved nor held, or no verdict at all.</summary>
    public int Failed { get; set; }

    /// <summary>Milliseconds that each caller waited.</summary>
    public List<double> Waits { get; init; } = [];

    /// <summary>From the first call to the last answer.</summary>
    public double Seconds { get; set; }

    /// <summary>Processor time of the process of the callers, without its start.</summary>
    public double ProcessorSeconds { get; set; }

    public void Add(OrderVerdict? verdict, double seconds)
    {
        Waits.Add(seconds * 1000);
        switch (verdict?.Outcome)
        {
            case OrderOutcome.Approved:
                Approved++;
                break;
            case OrderOutcome.Held:
                Held++;
                break;
            default:
                Failed++;
                break;
        }
    }

    public void Add(OrderLoadResult other)
    {
        Begun += other.Begun;
        Approved += other.Approved;
        Held += other.Held;
        Failed += other.Failed;
        Waits.AddRange(other.Waits);
    }

    public double Rate => Waits.Count / Seconds;

    public double WaitAt(double share) => Waits[Math.Min(Waits.Count - 1, (int)(Waits.Count * share))];
}
