using System.IO.Compression;
using Risk.Scoring.Engine.Samples;

namespace Risk.Benchmarks.Scoring;

/// <summary>A plain or gzipped CSV file of numbers whose column target is 1 for the bad outcome, else 0.</summary>
internal static class CsvSample
{
    private const string Target = "target";

    public static Sample Read(string path)
    {
        using var bytes = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(bytes, CompressionMode.Decompress)
            : bytes;
        using var text = new StreamReader(content);
        var names = Fields(text.ReadLine() ?? "");
        var texts = names.Select(_ => new List<string>()).ToArray();
        while (text.ReadLine() is { Length: > 0 } line)
        {
            var fields = Fields(line);
            if (fields.Length != names.Length)
                throw new InvalidOperationException($"{path} has a row of {fields.Length} fields, not {names.Length}.");
            foreach (var (field, column) in fields.Zip(texts))
                column.Add(field);
        }
        var columns = names.Zip(texts, ColumnText.Read).ToArray();
        return new()
        {
            Columns = [.. columns.Where(c => c.Name != Target).Select(c => Number(path, c))],
            Target = Number(path, columns.SingleOrDefault(c => c.Name == Target)
                ?? throw new InvalidOperationException($"{path} has no column {Target}.")).Values,
        };
    }

    private static string[] Fields(string line) => [.. line.Split(',').Select(f => f.Trim().Trim('"'))];

    private static Column Number(string path, Column column) => column.IsCategory
        ? throw new InvalidOperationException($"{path}: {column.Name} is not of numbers, which both sides read alike.")
        : column;
}
