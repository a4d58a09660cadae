using Risk.Scoring.Engine.Samples;

namespace Risk.CommandLine.Files;

/// <summary>Which columns of a file are what.</summary>
internal sealed record SampleColumns
{
    public required string Target { get; init; }

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public string? Group { get; init; }

    public string? Time { get; init; }

    /// <summary>Rows later than this are not learnt from.</summary>
    public string? Until { get; init; }

    public Sample Of(CsvTable table)
    {
        foreach (var name in Excluded)
            table.Texts(name);
        var inputs = table.Names.Except([Target, .. Excluded, Group ?? Target, Time ?? Target], StringComparer.Ordinal);
        return new()
        {
            Columns = table.Columns(inputs),
            Target = table.Target(Target),
            Groups = Group is null ? null : table.Texts(Group),
        };
    }

    /// <summary>Rows up to the day, and those after it; days and numbers compare as they are read.</summary>
    public (Sample Before, Sample After) Divide(Sample sample, CsvTable table)
    {
        var times = table.Texts(Time!);
        var rows = Enumerable.Range(0, sample.Count).ToLookup(r => Compare(times[r], Until!) <= 0);
        if (!rows[true].Any() || !rows[false].Any())
            throw new CommandException($"--until {Until}: all rows are on one side of it.");
        return (sample.At([.. rows[true]]), sample.At([.. rows[false]]));
    }

    private static int Compare(string a, string b) =>
        ColumnText.TryNumber(a, out var x) && ColumnText.TryNumber(b, out var y)
            ? x.CompareTo(y)
            : string.CompareOrdinal(a, b);
}
