using Risk.CommandLine.Files;
using Shouldly;
using Xunit;

namespace Risk.CommandLine.Tests.Files;

public sealed class SampleColumnsTests
{
    private static readonly CsvTable Cases = CsvTable.Of("history", ["customer", "as_of", "target", "debt"],
    [
        ["A", "2023-12-31", "0", "1"], ["B", "2024-01-31", "1", "2"], ["A", "2024-02-29", "0", "3"],
        ["B", "2025-01-31", "0", "4"], ["A", "2025-02-01", "1", "5"],
    ]);

    [Fact]
    public void Rows_whose_outcome_was_not_known_yet_are_neither_learnt_from_nor_measured_on()
    {
        var columns = Columns(windowMonths: 12);

        var (before, after) = columns.Divide(columns.Of(Cases), Cases, seed: 1);

        before.Columns[0].Values.ShouldBe([1, 2]);
        after!.Columns[0].Values.ShouldBe([5]);
        before.Groups.ShouldBe(["A", "B"]);
    }

    [Fact]
    public void Without_a_window_a_day_divides_the_rows()
    {
        var columns = Columns(windowMonths: 0);

        var (before, after) = columns.Divide(columns.Of(Cases), Cases, seed: 1);

        (before.Count, after?.Count).ShouldBe((4, 1));
    }

    private static SampleColumns Columns(int windowMonths) => new()
    {
        Target = "target",
        Group = "customer",
        Time = "as_of",
        Until = "2025-01-31",
        WindowMonths = windowMonths,
    };
}
