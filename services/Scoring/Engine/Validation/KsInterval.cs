using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Validation;

/// <summary>
/// A 95 % interval of KS by drawing bad and good cases again with replacement (Efron, 1979). KS is the widest of many
/// gaps, so drawn samples overstate it as the sample overstates the truth: the interval is mirrored at the sample's
/// value (the basic bootstrap, Davison and Hinkley, 1997, 5.2).
/// </summary>
internal static class KsInterval
{
    private const int DrawsMax = 500;
    private const int DrawsMin = 100;
    private const long CasesDrawnMax = 100_000_000;
    private const int Seed = 20260101;

    public static (double Low, double High) Of(double[] scores, double[] target, double ks)
    {
        var order = Placements.Order(scores);
        int[] bads = [.. Enumerable.Range(0, order.Length).Where(i => target[order[i]] > 0)];
        int[] goods = [.. Enumerable.Range(0, order.Length).Where(i => target[order[i]] == 0)];
        var isLastOfTie = new bool[order.Length];
        for (var i = 0; i < order.Length; i++)
            isLastOfTie[i] = i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]];
        var draws = new double[(int)Math.Clamp(CasesDrawnMax / order.Length, DrawsMin, DrawsMax)];
        var (random, net) = (new SeededRandom(Seed), new double[order.Length]);
        for (var d = 0; d < draws.Length; d++)
        {
            Array.Clear(net);
            Draw(bads, 1.0 / bads.Length);
            Draw(goods, -1.0 / goods.Length);
            draws[d] = Widest(net, isLastOfTie);
        }
        Array.Sort(draws);
        return (Math.Clamp(2 * ks - draws[(int)(0.975 * (draws.Length - 1))], 0, 1),
            Math.Clamp(2 * ks - draws[(int)Math.Ceiling(0.025 * (draws.Length - 1))], 0, 1));

        void Draw(int[] from, double weight)
        {
            for (var i = 0; i < from.Length; i++)
                net[from[random.Below(from.Length)]] += weight;
        }
    }

    private static double Widest(double[] net, bool[] isLastOfTie)
    {
        double gap = 0, widest = 0;
        for (var i = 0; i < net.Length; i++)
        {
            gap += net[i];
            if (isLastOfTie[i])
                widest = Math.Max(widest, Math.Abs(gap));
        }
        return widest;
    }
}
