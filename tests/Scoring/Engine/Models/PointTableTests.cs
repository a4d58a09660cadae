using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Models;

public sealed class PointTableTests
{
    private static readonly StatisticalScorecard Card = Trained();

    [Fact]
    public void Points_are_those_of_the_classes_one_by_one_and_add_up()
    {
        var table = new PointTable(Card);
        var given = new int[table.Count];
        foreach (var row in Rows())
        {
            table.Score(row, given).ShouldBe(given.Sum());
            given.ShouldBe(Card.Characteristics.Select((c, i) => c.Points[c.Of.ClassOf(row[i])]));
        }
    }

    [Fact]
    public void Reasons_are_the_characteristics_that_lost_most()
    {
        var table = new PointTable(Card);
        var (given, reasons) = (new int[table.Count], new int[3]);
        foreach (var row in Rows())
        {
            table.Score(row, given);
            var found = table.Reasons(given, reasons);
            int[] lost = [.. Card.Characteristics.Select((c, i) => c.Points.Max() - given[i])];
            reasons[..found].Select(c => lost[c])
                .ShouldBe(lost.Where(l => l > 0).OrderDescending().Take(3));
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var table = new PointTable(Card);
        var row = Rows().First();
        var (given, reasons) = (new int[table.Count], new int[4]);
        table.Score(row, given);
        table.Reasons(given, reasons);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            table.Score(row, given);
            table.Reasons(given, reasons);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static IEnumerable<double[]> Rows() => ReferenceRows.Rows.Take(300)
        .Select((r, i) => Card.Characteristics
            .Select(c => c.Of.Input.Name == "word" ? i % 5 - 1.0 : (double)r[c.Of.Input.Name[1] - '0']).ToArray());

    private static StatisticalScorecard Trained()
    {
        var sample = ReferenceRows.Sample(3_000);
        var random = new SeededRandom(3);
        var word = new Column("word", [.. sample.Target.Select(t => (double)random.Below(2) + 2 * t * random.Below(2))])
        {
            Levels = ["a", "b", "c", "d"],
        };
        return ScorecardTrainer.Train(sample with { Columns = [.. sample.Columns, word] }, new());
    }
}
