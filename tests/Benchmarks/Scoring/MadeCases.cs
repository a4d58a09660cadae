using Risk.Scoring.Engine.Samples;

namespace Risk.Benchmarks.Scoring;

/// <summary>Cases made from a seed: twenty numbers, some missing, each telling a little of the outcome.</summary>
internal static class MadeCases
{
    public const int Inputs = 20;

    public static Sample Of(int rows)
    {
        var random = new SeededRandom(20260101);
        var columns = Enumerable.Range(0, Inputs).Select(_ => new double[rows]).ToArray();
        var target = new double[rows];
        for (var r = 0; r < rows; r++)
        {
            var margin = -2.0;
            for (var c = 0; c < Inputs; c++)
            {
                var value = 2 * random.Share() - 1;
                margin += value * (c % 2 == 0 ? 0.6 : -0.6);
                columns[c][r] = random.Share() < 0.1 ? double.NaN : value;
            }
            target[r] = random.Share() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }
        return new() { Columns = [.. columns.Select((v, c) => new Column($"x{c}", v))], Target = target };
    }

    public static double[][] Rows(Sample sample, int count)
    {
        var rows = new double[count][];
        for (var r = 0; r < count; r++)
        {
            rows[r] = new double[sample.Columns.Count];
            sample.Row(r, rows[r]);
        }
        return rows;
    }
}
