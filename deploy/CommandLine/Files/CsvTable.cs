using System.IO.Compression;
using CsvHelper;
using Risk.Scoring.Engine.Samples;

namespace Risk.CommandLine.Files;

/// <summary>What keeps a command from doing what it was asked, said to the person who asked.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>A CSV file with a heading, plain or gzipped, as texts by column.</summary>
internal sealed class CsvTable
{
    private const int RowsMax = 20_000_000;

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly List<string>[] columns;

    private CsvTable(string path, string[] names)
    {
        (Path, Names) = (path, names);
        columns = [.. names.Select(_ => new List<string>())];
    }

    public string Path { get; }

    public IReadOnlyList<string> Names { get; }

    public int RowCount => columns[0].Count;

    public static CsvTable Read(FileInfo path)
    {
        if (!path.Exists)
            throw new CommandException($"There is no file {path.FullName}.");
        using var bytes = path.OpenRead();
        using Stream content = path.Extension == ".gz" ? new GZipStream(bytes, CompressionMode.Decompress) : bytes;
        using var text = new StreamReader(content);
        if (text.ReadLine() is not { Length: > 0 } heading)
            throw new CommandException($"{path.Name} has no heading.");
        var separator = Separators.MaxBy(s => heading.Count(c => c == s));
        var table = new CsvTable(path.Name, Heading(heading, separator));
        if (table.Names.Distinct(StringComparer.Ordinal).Count() != table.Names.Count)
            throw new CommandException($"{path.Name} has a column twice.");
        using var csv = CsvReader.Create(text, Options(separator));
        while (csv.Read())
            table.Add(csv);
        return table.RowCount > 0 ? table : throw new CommandException($"{path.Name} has no rows.");
    }

    /// <summary>A table that was read from somewhere else than a file.</summary>
    public static CsvTable Of(string source, IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new CsvTable(source, [.. names]);
        foreach (var row in rows)
        {
            for (var c = 0; c < row.Count; c++)
                table.columns[c].Add(row[c]);
        }
        return table.RowCount > 0 ? table : throw new CommandException($"{source} gives no cases.");
    }

    public void Write(FileInfo path)
    {
        using var bytes = path.Create();
        using Stream content = path.Extension == ".gz" ? new GZipStream(bytes, CompressionLevel.Optimal) : bytes;
        using var text = new StreamWriter(content);
        text.WriteLine(string.Join(',', Names));
        for (var r = 0; r < RowCount; r++)
            text.WriteLine(string.Join(',', columns.Select(c => c[r])));
    }

    private static string[] Heading(string heading, char separator)
    {
        using var csv = CsvReader.Create(new StringReader(heading), Options(separator));
        csv.Read();
        return [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())];
    }

    private static CsvReaderOptions Options(char separator) =>
        new() { Separator = separator, HasHeader = false, TrackLineNumbers = true, PoolStrings = true };

    private void Add(CsvReader csv)
    {
        if (csv.FieldCount != Names.Count)
        {
            throw new CommandException(
                $"{Path}, line {csv.LineNumber + 1}: has {csv.FieldCount} fields, not {Names.Count}.");
        }
        for (var c = 0; c < columns.Length; c++)
            columns[c].Add(csv.GetString(c).Trim());
        if (RowCount > RowsMax)
            throw new CommandException($"{Path} has more than {RowsMax:N0} rows.");
    }

    public IReadOnlyList<string> Texts(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? columns[Names.IndexOf(name)]
        : throw new CommandException($"{Path} has no column {name}; it has {string.Join(", ", Names)}.");

    /// <summary>0 and 1, and nothing else.</summary>
    public double[] Target(string name)
    {
        var column = ColumnText.Read(name, Texts(name));
        if (column.IsCategory || column.Values.Any(v => v is not (0 or 1)))
            throw new CommandException($"{Path}: the target {name} is 0 for good and 1 for bad, and never missing.");
        return column.Values;
    }

    /// <summary>The inputs of a model that has been trained, read as it reads them.</summary>
    public IReadOnlyList<Column> As(IReadOnlyList<ModelInput> inputs) =>
        [.. inputs.Select(i => ColumnText.ReadAs(i, Texts(i.Name)))];

    public IReadOnlyList<Column> Columns(IEnumerable<string> names) =>
        [.. names.Select(n => ColumnText.Read(n, Texts(n)))];
}

internal static class Lists
{
    public static int IndexOf(this IReadOnlyList<string> list, string item) =>
        list.Index().First(i => i.Item == item).Index;
}
