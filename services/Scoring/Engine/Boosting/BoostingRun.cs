using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Boosting of some rows of a sample, tree by tree; the margins of all rows are kept.</summary>
internal sealed class BoostingRun
{
    private readonly Sample sample;
    private readonly BinnedColumn[] columns;
    private readonly int[] rows;
    private readonly BoostingOptions options;
    private readonly TreeGrower grower;
    private readonly SeededRandom random;
    private readonly float[] margins;
    private readonly long[] gradients;
    private readonly List<Tree> trees = [];

    public BoostingRun(Sample sample, BinnedColumn[] columns, int[] rows, BoostingOptions options)
    {
        (this.sample, this.columns, this.rows, this.options) = (sample, columns, rows, options);
        random = new((ulong)options.Seed);
        var bad = Math.Clamp(rows.Sum(r => sample.Target[r]) / rows.Length, 1e-6, 1 - 1e-6);
        grower = new(columns,
            [.. sample.Columns.Select(c => c.IsCategory ? 0 : options.Monotone.GetValueOrDefault(c.Name))], options,
            rowWeight: bad * (1 - bad));
        BaseMargin = (float)Math.Log(bad / (1 - bad));
        margins = new float[sample.Count];
        Array.Fill(margins, BaseMargin);
        gradients = new long[sample.Count];
    }

    public float BaseMargin { get; }

    public IReadOnlyList<Tree> Trees => trees;

    public void Grow()
    {
        foreach (var row in rows)
        {
            var probability = 1 / (1 + MathF.Exp(-margins[row]));
            gradients[row] = Histogram.Pair(
                probability - (float)sample.Target[row], MathF.Max(probability * (1 - probability), 1e-16f));
        }
        var chosen = Chosen();
        var inTree = chosen.Length == sample.Count ? null : new bool[sample.Count];
        var tree = grower.Grow(chosen, gradients, Seen(), (start, count, value) =>
        {
            for (var i = start; i < start + count; i++)
            {
                margins[chosen[i]] += value;
                if (inTree is not null)
                    inTree[chosen[i]] = true;
            }
        });
        trees.Add(tree);
        if (inTree is not null)
            AddToOthers(tree, inTree);
    }

    public double MarginOf(int row) => margins[row];

    private int[] Chosen()
    {
        var count = Math.Max(1, (int)Math.Round(options.RowShare * rows.Length));
        return count == rows.Length ? [.. rows] : [.. random.Choose(count, rows.Length).Select(i => rows[i])];
    }

    private int[] Seen() =>
        random.Choose(Math.Max(1, (int)Math.Ceiling(options.ColumnShare * columns.Length)), columns.Length);

    private void AddToOthers(Tree tree, bool[] inTree)
    {
        var row = new float[columns.Length];
        for (var r = 0; r < inTree.Length; r++)
        {
            if (inTree[r])
                continue;
            for (var c = 0; c < row.Length; c++)
                row[c] = (float)sample.Columns[c].Values[r];
            margins[r] += tree.Value[tree.LeafOf(row)];
        }
    }
}
