using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Samples;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Classing;

public sealed class ClassifierTests
{
    private const int Rows = 4_000;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Risk_goes_one_way_over_the_ranges_and_every_class_has_its_share(int direction)
    {
        var (column, target) = Made(v => 0.2 + 0.1 * direction * (v - 0.5) + 0.05 * Math.Sin(25 * v));

        var found = new Classifier(target, new() { ShareMin = 0.05 }).Of(column);

        found.Direction.ShouldBe(direction);
        var ranges = found.Classes.Where(c => c.Kind == ClassKind.Range).ToList();
        ranges.Count.ShouldBeInRange(2, 10);
        ranges.ShouldAllBe(c => c.Count >= 0.05 * Rows && c.Bad >= 5 && c.Good >= 5);
        ranges.Zip(ranges.Skip(1)).ShouldAllBe(r => direction * (r.Second.BadRate - r.First.BadRate) > 0);
        found.Classes.Sum(c => c.Count).ShouldBe(Rows);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(1, 1)]
    public void A_few_missing_rows_claim_next_to_nothing(int rows, int bad)
    {
        double[] target =
            [.. Enumerable.Range(0, 5_000).Select(i => (i < rows ? i < bad : i % 25 == 0) ? 1.0 : 0.0)];
        double[] values = [.. Enumerable.Range(0, 5_000).Select(i => i < rows ? double.NaN : i % 100)];

        var found = new Classifier(target, new()).Of(new("x", values));

        found.Classes[^1].Count.ShouldBe(rows);
        Math.Abs(found.Classes[^1].Woe).ShouldBeLessThan(0.3);
    }

    [Fact]
    public void Missing_rows_with_bad_cases_enough_claim_what_became_of_them()
    {
        // Of 60 rows 24 are bad, against 198 of the other 4,940.
        double[] target =
            [.. Enumerable.Range(0, 5_000).Select(i => (i < 60 ? i < 24 : i % 25 == 0) ? 1.0 : 0.0)];
        double[] values = [.. Enumerable.Range(0, 5_000).Select(i => i < 60 ? double.NaN : i % 100)];

        var found = new Classifier(target, new()).Of(new("x", values)).Classes[^1];

        var bads = target.Sum();
        var plain = Math.Log(36 / (5_000 - bads) / (24 / bads));
        found.Woe.ShouldBeInRange(plain, 0.9 * plain);
    }

    [Fact]
    public void Words_of_a_row_each_do_not_gather_by_their_own_outcome()
    {
        double[] target = [.. Enumerable.Range(0, 4_000).Select(i => (i * 7919L) % 4_000 < 600 ? 1.0 : 0.0)];
        double[] values = [.. Enumerable.Range(0, 4_000).Select(i => i < 2_000 ? i : 2_000.0 + i % 4)];
        var column = new Column("city", values)
        {
            Levels = [.. Enumerable.Range(0, 2_004).Select(i => $"c{i}")],
        };

        var found = new Classifier(target, new()).Of(column);

        found.InformationValue.ShouldBeLessThan(0.02);
        found.Classes.Where(c => c.Kind == ClassKind.Words).Sum(c => c.Words.Count).ShouldBe(2_004);
    }

    [Fact]
    public void Missing_values_and_special_codes_are_classes_of_their_own()
    {
        var (column, target) = Made(v => v < 0.1 ? 0.6 : 0.1, v => v < 0.1 ? -9 : v < 0.15 ? double.NaN : v);

        var found = new Classifier(target, new() { Specials = [-9, -8] }).Of(column);

        var special = found.Classes.Single(c => c.Kind == ClassKind.Special);
        special.Code.ShouldBe(-9);
        special.BadRate.ShouldBe(0.6, 0.1);
        found.Classes[^1].Kind.ShouldBe(ClassKind.Missing);
        found.Classes[^1].Count.ShouldBeInRange(150, 250);
        found.Classes[found.ClassOf(-9)].ShouldBe(special);
        found.ClassOf(double.NaN).ShouldBe(found.Classes.Count - 1);
    }

    [Theory]
    [InlineData("debt", 0.5, 0, true)]
    [InlineData("debt", 0.1, 0, false)]
    [InlineData("debt", 0.5, 1, false)]
    [InlineData("company_age_years", 0.5, 0, false)]
    public void Having_none_is_a_class_of_its_own_where_its_risk_goes_against_the_ranges_and_nothing_forbids_it(
        string name, double riskOfNone, int given, bool apart)
    {
        var (column, target) = Made(v => v < 0.1 ? riskOfNone : 0.1 + 0.3 * v, v => v < 0.1 ? 0 : v);
        var directions = new Dictionary<string, int> { [name] = given };

        var found = new Classifier(target, new() { Directions = directions }).Of(column with { Name = name });

        found.Classes.Any(c => c.Kind == ClassKind.Special && c.Code == 0).ShouldBe(apart);
        if (apart || given != 0)
            found.Direction.ShouldBe(1);
        var ranges = found.Classes.Where(c => c.Kind == ClassKind.Range).ToList();
        ranges.Zip(ranges.Skip(1))
            .ShouldAllBe(r => found.Direction * (r.Second.BadRate - r.First.BadRate) > 0);
        found.Classes.Sum(c => c.Count).ShouldBe(Rows);
    }

    [Fact]
    public void Words_of_like_risk_are_put_together_and_an_unknown_one_counts_as_missing()
    {
        var random = new SeededRandom(2);
        var codes = Enumerable.Range(0, Rows).Select(_ => (double)random.Below(6)).ToArray();
        double[] target = [.. codes.Select(c => random.Share() < (c is 1 or 4 ? 0.5 : 0.1) ? 1.0 : 0.0)];

        var found = new Classifier(target, new() { ErrorsMin = 3 })
            .Of(new("w", codes) { Levels = ["a", "b", "c", "d", "e", "f"] });

        found.Classes.Where(c => c.Kind == ClassKind.Words).Select(c => c.Label(found.Input.Levels))
            .ShouldBe(["a, c, d, f", "b, e"]);
        found.ClassOf(77).ShouldBe(found.Classes.Count - 1);
    }

    [Fact]
    public void Weights_and_information_are_those_of_the_table_worked_by_hand()
    {
        // 400 good and 100 bad below 10, 100 good and 100 bad from 10: ln(0.8 ÷ 0.5), ln(0.2 ÷ 0.5).
        double[] values = [.. Enumerable.Repeat(5.0, 500), .. Enumerable.Repeat(15.0, 200)];
        double[] target =
        [
            .. Enumerable.Repeat(0.0, 400), .. Enumerable.Repeat(1.0, 100),
            .. Enumerable.Repeat(0.0, 100), .. Enumerable.Repeat(1.0, 100),
        ];

        var found = new Classifier(target, new() { Prior = 0 }).Of(new("x", values));

        found.Classes.Select(c => c.Label(null)).ShouldBe(["(−∞, 10)", "[10, ∞)", "missing"]);
        found.Classes[0].Woe.ShouldBe(Math.Log(1.6), 1e-12);
        found.Classes[1].Woe.ShouldBe(Math.Log(0.4), 1e-12);
        found.InformationValue.ShouldBe(0.3 * Math.Log(1.6) - 0.3 * Math.Log(0.4), 1e-12);
    }

    private static (Column Column, double[] Target) Made(Func<double, double> risk, Func<double, double>? shown = null)
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, Rows).Select(_ => random.Share()).ToArray();
        double[] target = [.. values.Select(v => random.Share() < risk(v) ? 1.0 : 0.0)];
        return (new("x", [.. values.Select(shown ?? (v => v))]), target);
    }
}
