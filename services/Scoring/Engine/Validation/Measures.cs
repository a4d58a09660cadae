using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Validation;

/// <summary>How the cases of one tenth of the scores, riskiest first, turned out.</summary>
internal sealed record LiftBand(int Count, int Bad, double MeanProbability)
{
    public double BadRate => Count == 0 ? 0 : (double)Bad / Count;

    /// <summary>Bad rate against that of all cases.</summary>
    public required double Lift { get; init; }

    /// <summary>Share of all bad cases in this band and those before.</summary>
    public required double Captured { get; init; }
}

/// <summary>What a grade promised and what came about.</summary>
internal sealed record GradeBand(Grade Grade, int Count, int Bad, double MeanProbability)
{
    private const double Normal95 = 1.959963984540054;

    public double BadRate => Count == 0 ? 0 : (double)Bad / Count;

    /// <summary>95 % interval of the bad rate (Wilson, 1927).</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var square = Normal95 * Normal95;
            var middle = (Bad + square / 2) / (Count + square);
            var half = Normal95 / (Count + square)
                * Math.Sqrt(Bad * (double)(Count - Bad) / Count + square / 4);
            return (Math.Max(0, middle - half), Math.Min(1, middle + half));
        }
    }

    public bool IsWithin => MeanProbability >= Interval.Low && MeanProbability <= Interval.High;
}

/// <summary>How good probabilities were on cases whose outcome is known.</summary>
internal sealed record Measures
{
    private const int LiftBands = 10;

    public required int Count { get; init; }

    public required int Bad { get; init; }

    public required Ranking Ranking { get; init; }

    public required double Brier { get; init; }

    public required double LogLoss { get; init; }

    public required IReadOnlyList<LiftBand> Lift { get; init; }

    public required IReadOnlyList<GradeBand> Grades { get; init; }

    public required double[] Probabilities { get; init; }

    public required double[] Target { get; init; }

    /// <summary>By drawing the cases again some hundred times: asked for where it is shown.</summary>
    public (double Low, double High) KsInterval() => Validation.KsInterval.Of(Probabilities, Target);

    public static Measures Of(double[] probabilities, double[] target, IReadOnlyList<GradeBound> grades)
    {
        double brier = 0, loss = 0;
        for (var i = 0; i < target.Length; i++)
        {
            var p = Math.Clamp(probabilities[i], 1e-9, 1 - 1e-9);
            brier += (probabilities[i] - target[i]) * (probabilities[i] - target[i]);
            loss -= Math.Log(target[i] > 0 ? p : 1 - p);
        }
        return new()
        {
            Count = target.Length,
            Bad = target.Count(t => t > 0),
            Ranking = Ranking.Of(probabilities, target),
            Brier = brier / target.Length,
            LogLoss = loss / target.Length,
            Lift = LiftOf(probabilities, target),
            Grades = GradesOf(probabilities, target, grades),
            Probabilities = probabilities,
            Target = target,
        };
    }

    private static List<LiftBand> LiftOf(double[] probabilities, double[] target)
    {
        var order = Placements.Order(probabilities);
        Array.Reverse(order);
        var (bads, captured) = (target.Sum(), 0.0);
        var bands = new List<LiftBand>();
        for (var b = 0; b < LiftBands; b++)
        {
            var rows = order[(b * order.Length / LiftBands)..((b + 1) * order.Length / LiftBands)];
            if (rows.Length == 0)
                continue;
            var bad = rows.Sum(r => target[r]);
            captured += bad;
            bands.Add(new(rows.Length, (int)bad, rows.Average(r => probabilities[r]))
            {
                Lift = bad / rows.Length / (bads / target.Length),
                Captured = captured / bads,
            });
        }
        return bands;
    }

    private static List<GradeBand> GradesOf(
        double[] probabilities, double[] target, IReadOnlyList<GradeBound> grades) =>
    [
        .. Enumerable.Range(0, target.Length)
            .GroupBy(r => grades.First(g => probabilities[r] <= (double)g.ProbabilityMax).Grade)
            .OrderBy(g => g.Key)
            .Select(g => new GradeBand(
                g.Key, g.Count(), g.Count(r => target[r] > 0), g.Average(r => probabilities[r]))),
    ];
}
