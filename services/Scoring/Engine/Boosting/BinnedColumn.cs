using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>
/// An input cut into at most 255 ranges of about equally many rows; the last bin is that of missing values.
/// </summary>
internal sealed class BinnedColumn
{
    private BinnedColumn(byte[] bins, float[] edges, bool isCategory, int binCount) =>
        (Bins, Edges, IsCategory, KnownBins) = (bins, edges, isCategory, binCount);

    /// <summary>The bin of every row.</summary>
    public byte[] Bins { get; }

    /// <summary>A value is in bin b when it is below edge b and not below the edge before.</summary>
    public float[] Edges { get; }

    public bool IsCategory { get; }

    /// <summary>The bins of known values; the one after them is that of missing ones.</summary>
    public int KnownBins { get; }

    public int BinCount => KnownBins + 1;

    public byte MissingBin => (byte)KnownBins;

    public static BinnedColumn Of(Column column, int binsMax) =>
        column.Levels is { } levels ? OfWords(column, Math.Min(levels.Count, binsMax)) : OfNumbers(column, binsMax);

    /// <summary>Words beyond the bins count as missing; they are the last ones of the list.</summary>
    private static BinnedColumn OfWords(Column column, int count)
    {
        var bins = new byte[column.Values.Length];
        for (var row = 0; row < bins.Length; row++)
            bins[row] = column.Values[row] < count ? (byte)column.Values[row] : (byte)count;
        return new(bins, [], isCategory: true, count);
    }

    private static BinnedColumn OfNumbers(Column column, int binsMax)
    {
        var values = new float[column.Values.Length];
        var known = 0;
        foreach (var value in column.Values)
        {
            if (!double.IsNaN(value))
                values[known++] = (float)value;
        }
        Array.Sort(values, 0, known);
        var edges = EdgesOf(values.AsSpan(0, known), binsMax);
        var bins = new byte[column.Values.Length];
        for (var row = 0; row < bins.Length; row++)
        {
            var value = (float)column.Values[row];
            bins[row] = (byte)(float.IsNaN(value) ? edges.Length + 1 : BinOf(edges, value));
        }
        return new(bins, edges, isCategory: false, edges.Length + 1);
    }

    private static int BinOf(float[] edges, float value)
    {
        int low = 0, high = edges.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value < edges[middle])
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Between neighbouring values, where the rows before reach the next share.</summary>
    private static float[] EdgesOf(ReadOnlySpan<float> sorted, int binsMax)
    {
        var edges = new List<float>();
        var distinct = 0;
        for (var i = 0; i < sorted.Length && distinct <= binsMax; i++)
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        var rowsPerBin = distinct <= binsMax ? 0 : (double)sorted.Length / binsMax;
        double filled = 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1] || i < filled + rowsPerBin || edges.Count == binsMax - 1)
                continue;
            edges.Add(Between(sorted[i - 1], sorted[i]));
            filled = i;
        }
        return [.. edges];
    }

    private static float Between(float below, float above)
    {
        var middle = below / 2 + above / 2;
        return middle > below && middle <= above ? middle : above;
    }
}
