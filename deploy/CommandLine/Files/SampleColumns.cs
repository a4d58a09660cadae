using System.Globalization;
using Risk.Scoring.Engine.Samples;

namespace Risk.CommandLine.Files;

/// <summary>Which columns of a file are what.</summary>
internal sealed record SampleColumns
{
    private const int HoldOutPartsMax = 100;
    private const double HoldOutTolerance = 0.005;

    public required string Target { get; init; }

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public string? Group { get; init; }

    public string? Time { get; init; }

    /// <summary>Rows later than this are not learnt from.</summary>
    public string? Until { get; init; }

    /// <summary>
    /// Months after a row's day in which its outcome comes about: what had not come about at <see cref="Until"/> could
    /// not have been learnt from by then, so those rows are left out.
    /// </summary>
    public int WindowMonths { get; init; }

    /// <summary>The share of the rows that is kept from learning.</summary>
    public double HoldOut { get; init; }

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

    /// <summary>What is learnt from, and what is kept to measure the model on; null when nothing is.</summary>
    public (Sample Learnt, Sample? Kept) Divide(Sample sample, CsvTable table, int seed)
    {
        if (Until is not null)
            return Divide(sample, table);
        if (HoldOut == 0)
            return (sample, null);
        // Few parts, because the rarer outcome is dealt out to them one by one.
        var parts = Enumerable.Range(2, HoldOutPartsMax - 1)
            .First(p => p == HoldOutPartsMax || Math.Abs(Math.Round(HoldOut * p) / p - HoldOut) < HoldOutTolerance);
        var (fold, kept) = (Folds.Of(sample, parts, seed), (int)Math.Round(HoldOut * parts));
        var rows = Enumerable.Range(0, sample.Count).ToLookup(r => fold[r] < kept);
        return (sample.At([.. rows[false]]), sample.At([.. rows[true]]));
    }

    /// <summary>The first and last time that is learnt from; null without times.</summary>
    public string? Period(CsvTable table)
    {
        if (Time is null || Until is null)
            return null;
        var until = Point(Until!, "--until");
        var times = table.Texts(Time).Select(t => (Text: t, Point(t, Time).Value))
            .Where(t => t.Value <= until.Value).ToList();
        return times.Count == 0 ? null : $"{times.MinBy(t => t.Value).Text} – {times.MaxBy(t => t.Value).Text}";
    }

    /// <summary>Rows up to the day, and those after it: all of them numbers, or all of them ISO 8601 days.</summary>
    private (Sample Before, Sample? After) Divide(Sample sample, CsvTable table)
    {
        var times = table.Texts(Time!);
        var until = Point(Until!, "--until");
        var learntUntil = until.IsDay && WindowMonths > 0
            ? new DateTime((long)until.Value, DateTimeKind.Utc).AddMonths(-WindowMonths).Ticks
            : until.Value;
        var rows = Enumerable.Range(0, sample.Count).ToLookup(r =>
        {
            var point = Point(times[r], $"{table.Path}, row {r + 1}: {Time}");
            return point.IsDay == until.IsDay
                ? point.Value <= learntUntil ? true : point.Value <= until.Value ? null : (bool?)false
                : throw new CommandException(
                    $"{table.Path}, row {r + 1}: {Time} {times[r]} does not compare with {Until}.");
        });
        if (!rows[true].Any() || !rows[false].Any())
            throw new CommandException($"--until {Until}: all rows are on one side of it.");
        return (sample.At([.. rows[true]]), sample.At([.. rows[false]]));
    }

    /// <summary>A text such as 12/31/2018 would compare by its letters, and a missing one with nothing.</summary>
    private static (bool IsDay, double Value) Point(string text, string where)
    {
        if (ColumnText.TryNumber(text, out var number) && !double.IsNaN(number))
            return (false, number);
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var day)
            ? (true, day.UtcTicks)
            : throw new CommandException($"{where} '{text}' is neither a number nor a day such as 2018-12-31.");
    }
}
