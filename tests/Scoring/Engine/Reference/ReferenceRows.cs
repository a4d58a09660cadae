using System.Runtime.InteropServices;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Tests.Engine.Reference;

/// <summary>The rows on which reference.py asked XGBoost and scikit-learn, and their answers.</summary>
internal static class ReferenceRows
{
    public const int Count = 10_000;
    public const int Inputs = 8;

    private static readonly Lazy<(float[][] Rows, double[] Target)> Made = new(Make);

    public static float[][] Rows => Made.Value.Rows;

    public static double[] Target => Made.Value.Target;

    public static Sample Sample(int rows = Count) => new()
    {
        Columns = [.. Enumerable.Range(0, Inputs).Select(c =>
            new Column($"f{c}", [.. Rows.Take(rows).Select(r => (double)r[c])]))],
        Target = Target[..rows],
    };

    /// <summary>Without missing values: zero stands for them.</summary>
    public static Sample Filled() => Sample() with
    {
        Columns = [.. Sample().Columns.Select(c =>
            c with { Values = [.. c.Values.Select(v => double.IsNaN(v) ? 0 : v)] })],
    };

    /// <summary>The last two inputs as the numbers of six words.</summary>
    public static float[] WithWords(float[] row) => [.. row[..4], .. row[4..6].Select(Word)];

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(ReferenceRows).Assembly.GetManifestResourceStream($"Reference/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static float[] Singles(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();

    private static float Word(float value) => MathF.Floor(((float.IsNaN(value) ? 0 : value) + 1) * 3);

    private static (float[][] Rows, double[] Target) Make()
    {
        var random = new SeededRandom(20260101);
        var rows = new float[Count][];
        var target = new double[Count];
        for (var r = 0; r < Count; r++)
        {
            var row = new float[Inputs];
            for (var c = 0; c < Inputs; c++)
                row[c] = (float)(2 * random.Share() - 1);
            for (var c = 0; c < Inputs; c++)
            {
                if (random.Share() < 0.125)
                    row[c] = float.NaN;
            }
            double[] known = [.. row.Select(v => float.IsNaN(v) ? 0.0 : v)];
            var margin = 2 * known[0] - known[1] + 3 * known[2] * known[3] - 1;
            target[r] = random.Share() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
            rows[r] = row;
        }
        return (rows, target);
    }
}
