using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Trees;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Trees;

public sealed class XGBoostAgreementTests
{
    private static readonly TreeEnsemble Trees = XGBoostReader.Read("trees", ReferenceRows.Bytes("trees.json"));

    [Fact]
    public void Margins_of_10000_rows_with_missing_values_are_those_of_xgboost_bit_by_bit()
    {
        var expected = ReferenceRows.Singles("margins.f32");

        ReferenceRows.Rows.Length.ShouldBe(expected.Length);
        for (var r = 0; r < expected.Length; r++)
        {
            Trees.MarginByWalking(ReferenceRows.Rows[r]).ShouldBe(expected[r]);
            Trees.Margin(ReferenceRows.Rows[r]).ShouldBe(expected[r]);
        }
    }

    [Fact]
    public void Trees_over_words_give_the_margins_of_xgboost()
    {
        var trees = XGBoostReader.Read("words", ReferenceRows.Bytes("words.json"));
        var expected = ReferenceRows.Singles("words.f32");

        trees.Trees.ShouldContain(t => t.GoRight != null);
        for (var r = 0; r < expected.Length; r++)
            trees.Margin(ReferenceRows.WithWords(ReferenceRows.Rows[r])).ShouldBe(expected[r]);
    }

    [Fact]
    public void Contributions_of_10000_rows_are_those_of_xgboost_to_one_in_a_million_and_add_up_to_the_margin() =>
        ContributionsAgree(Trees, "contributions.f32", ReferenceRows.Rows);

    [Fact]
    public void Contributions_over_words_are_those_of_xgboost_too() => ContributionsAgree(
        XGBoostReader.Read("words", ReferenceRows.Bytes("words.json")), "word-contributions.f32",
        [.. ReferenceRows.Rows.Take(2_000).Select(ReferenceRows.WithWords)]);

    private static void ContributionsAgree(TreeEnsemble trees, string file, float[][] rows)
    {
        var expected = ReferenceRows.Singles(file);
        var (shap, contributions) = (new TreeShap(trees), new double[rows[0].Length]);
        expected.Length.ShouldBe(rows.Length * (contributions.Length + 1));
        double worst = 0, worstSum = 0;
        foreach (var (r, row) in rows.Index())
        {
            shap.Explain(row, contributions);
            var start = r * (contributions.Length + 1);
            for (var c = 0; c < contributions.Length; c++)
                worst = Math.Max(worst, Math.Abs(contributions[c] - expected[start + c]));
            worst = Math.Max(worst, Math.Abs(shap.Expected - expected[start + contributions.Length]));
            worstSum = Math.Max(worstSum, Math.Abs(shap.Expected + contributions.Sum() - trees.Margin(row)));
        }
        worst.ShouldBeLessThan(1e-6);
        worstSum.ShouldBeLessThan(2e-6);
    }

    [Theory]
    [InlineData("[5E-1]")]
    [InlineData("5E-1")]
    public void The_base_score_is_read_as_older_and_newer_versions_write_it(string written)
    {
        var json = System.Text.Encoding.UTF8.GetString(ReferenceRows.Bytes("trees.json"))
            .Replace("\"base_score\":\"3E-1\"", $"\"base_score\":\"{written}\"", StringComparison.Ordinal);

        XGBoostReader.Read("trees", System.Text.Encoding.UTF8.GetBytes(json)).BaseMargin.ShouldBe(0, 1e-7);
    }

    [Theory]
    [InlineData("binary:logistic", "multi:softmax", "objective")]
    [InlineData("\"left_children\":[1", "\"left_children\":[-7", "node 0")]
    [InlineData("binary:logistic", "reg:squarederror", "no logarithms of odds")]
    [InlineData("\"scale_pos_weight\":\"1\"", "\"scale_pos_weight\":\"8\"", "scale_pos_weight of 1")]
    [InlineData("\"best_iteration\":\"39\"", "\"best_iteration\":\"19\"", "save booster[:20]")]
    [InlineData("\"learner\"", "\"teacher\"", "as XGBoost writes it")]
    [InlineData("\"num_feature\":\"", "\"num_feature\":\"200000000", "inputs, not 1 to")]
    public void What_it_cannot_read_exactly_it_refuses(string text, string other, string says)
    {
        var json = System.Text.Encoding.UTF8.GetString(ReferenceRows.Bytes("trees.json"));
        var at = json.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        var spoilt = json.Replace(text, other, StringComparison.Ordinal);

        Should.Throw<ModelException>(() => XGBoostReader.Read("trees", System.Text.Encoding.UTF8.GetBytes(spoilt)))
            .Message.ShouldContain(says);
    }
}
