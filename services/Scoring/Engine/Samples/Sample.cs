namespace Risk.Scoring.Engine.Samples;

/// <summary>Cases with their outcome, to learn from or to measure on.</summary>
internal sealed record Sample
{
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>1 where the bad outcome came about, else 0.</summary>
    public required double[] Target { get; init; }

    /// <summary>Rows of one group, such as one company's years, stay together when the sample is split.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    public int Count => Target.Length;

    public int BadCount => Target.Count(t => t > 0);

    public IReadOnlyList<ModelInput> Inputs => [.. Columns.Select(c => c.Input)];

    public Sample At(int[] rows) => new()
    {
        Columns = [.. Columns.Select(c => c.At(rows))],
        Target = [.. rows.Select(r => Target[r])],
        Groups = Groups is null ? null : [.. rows.Select(r => Groups[r])],
    };

    public Sample Only(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        return this with { Columns = [.. Columns.Where(c => wanted.Contains(c.Name))] };
    }

    public void Row(int row, Span<double> into)
    {
        for (var c = 0; c < Columns.Count; c++)
            into[c] = Columns[c].Values[row];
    }
}
