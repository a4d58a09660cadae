using System.Globalization;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;

namespace Risk.Scoring.Tests.Engine.Features;

/// <summary>Rows of <c>feature | facts | value or reason why there is none</c>.</summary>
internal static class FeatureTable
{
    public static IReadOnlyList<string[]> Rows(string table) =>
        [.. table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    public static void Holds(string table) => Rows(table).ShouldAllBe(row => Line(row) == string.Join(" | ", row));

    private static string Line(string[] row)
    {
        var feature = FeatureCatalogue.Find(row[0])
            ?? throw new ArgumentException($"There is no feature {row[0]}.", nameof(row));
        var value = feature.Of(FactText.Read(row[1]));
        var text = value.Reason?.Code ?? value.Amount.ToString("0.####", CultureInfo.InvariantCulture);
        return $"{row[0]} | {row[1]} | {text}";
    }
}
