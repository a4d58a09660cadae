namespace Risk.Scoring.Engine.Validation;

/// <summary>How well scores put the bad cases above the good ones.</summary>
internal sealed record Ranking
{
    public required double Auc { get; init; }

    /// <summary>Of the AUC (DeLong, DeLong and Clarke-Pearson, 1988, in the form of Sun and Xu, 2014).</summary>
    public required double StandardError { get; init; }

    /// <summary>The widest gap between the shares of bad and of good cases above a score.</summary>
    public required double Ks { get; init; }

    public double Gini => 2 * Auc - 1;

    public required int Bad { get; init; }

    public required int Good { get; init; }

    public double AucLow => AucInterval.Of(this).Low;

    public double AucHigh => AucInterval.Of(this).High;

    public double GiniLow => 2 * AucLow - 1;

    public double GiniHigh => 2 * AucHigh - 1;

    public static Ranking Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> target)
    {
        var placements = Placements.Of(scores, target);
        return new()
        {
            Auc = placements.Auc,
            StandardError = Math.Sqrt(placements.Variance),
            Ks = KsOf(scores, target),
            Bad = placements.OfBad.Length,
            Good = placements.OfGood.Length,
        };
    }

    private static double KsOf(ReadOnlySpan<double> scores, ReadOnlySpan<double> target)
    {
        var order = Placements.Order(scores);
        double bads = 0, widest = 0;
        foreach (var t in target)
            bads += t;
        double bad = 0, good = 0;
        for (var i = 0; i < order.Length; i++)
        {
            (bad, good) = (bad + target[order[i]], good + 1 - target[order[i]]);
            if (i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]])
                widest = Math.Max(widest, Math.Abs(bad / bads - good / (target.Length - bads)));
        }
        return widest;
    }
}

/// <summary>The share of the other class that each case is ahead of: what DeLong's method rests on.</summary>
internal sealed record Placements(double[] OfBad, double[] OfGood)
{
    public double Auc => OfBad.Average();

    public double Variance => Spread(OfBad, OfBad) / OfBad.Length + Spread(OfGood, OfGood) / OfGood.Length;

    public static Placements Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> target)
    {
        var order = Order(scores);
        var rows = order.Length;
        double bads = 0;
        foreach (var t in target)
            bads += t;
        var goods = rows - bads;
        if (bads == 0 || goods == 0)
            throw new ArgumentException("There are not both good and bad cases.", nameof(target));
        var placed = new double[rows];
        double badBefore = 0, goodBefore = 0;
        for (int from = 0, to; from < rows; from = to)
        {
            double bad = 0, good = 0;
            for (to = from; to < rows && scores[order[to]] == scores[order[from]]; to++)
                (bad, good) = (bad + target[order[to]], good + 1 - target[order[to]]);
            for (var i = from; i < to; i++)
            {
                placed[order[i]] = target[order[i]] > 0
                    ? (goodBefore + good / 2) / goods
                    : 1 - (badBefore + bad / 2) / bads;
            }
            (badBefore, goodBefore) = (badBefore + bad, goodBefore + good);
        }
        return Divide(placed, target);
    }

    /// <summary>The standard error of the difference of two AUCs on the same cases.</summary>
    public double DifferenceError(Placements other) => Math.Sqrt(Math.Max(0,
        Variance + other.Variance - 2 * (Spread(OfBad, other.OfBad) / OfBad.Length
            + Spread(OfGood, other.OfGood) / OfGood.Length)));

    internal static int[] Order(ReadOnlySpan<double> scores)
    {
        var order = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort(scores.ToArray(), order);
        return order;
    }

    private static Placements Divide(double[] placed, ReadOnlySpan<double> target)
    {
        List<double> bad = [], good = [];
        for (var i = 0; i < placed.Length; i++)
            (target[i] > 0 ? bad : good).Add(placed[i]);
        return new([.. bad], [.. good]);
    }

    private static double Spread(double[] a, double[] b)
    {
        if (a.Length < 2)
            return 0;
        var (meanA, meanB) = (a.Average(), b.Average());
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length - 1);
    }
}
