using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Samples;

public sealed class FoldsTests
{
    [Fact]
    public void Every_fold_has_the_same_share_of_bad_cases()
    {
        var sample = ReferenceRows.Sample(1_003);
        var fold = Folds.Of(sample, 5, seed: 1);

        var bads = Enumerable.Range(0, 5).Select(k => sample.Target.Where((_, r) => fold[r] == k).Sum()).ToList();
        (bads.Max() - bads.Min()).ShouldBeLessThanOrEqualTo(1);
        fold.ShouldNotBe(Folds.Of(sample, 5, seed: 2));
        fold.ShouldBe(Folds.Of(sample, 5, seed: 1));
    }

    [Fact]
    public void Rows_of_one_company_stay_together()
    {
        var sample = ReferenceRows.Sample(1_000) with
        {
            Groups = [.. Enumerable.Range(0, 1_000).Select(r => $"company {r % 77}")],
        };
        var fold = Folds.Of(sample, 5, seed: 1);

        Enumerable.Range(0, 1_000).GroupBy(r => r % 77)
            .ShouldAllBe(g => g.Select(r => fold[r]).Distinct().Count() == 1);
    }

    [Theory]
    [InlineData("1.5,2,NA,", false)]
    [InlineData("1.5,two,3", true)]
    [InlineData("1e5,-3,NaN,?", false)]
    public void A_column_is_of_words_when_a_known_value_is_no_number(string texts, bool isCategory) =>
        ColumnText.Read("x", texts.Split(',')).IsCategory.ShouldBe(isCategory);

    [Fact]
    public void A_word_that_the_model_does_not_know_is_missing()
    {
        var input = new ModelInput { Name = "x", Levels = ["a", "b"] };

        ColumnText.ReadAs(input, ["b", "c", ""]).Values.ShouldBe([1, double.NaN, double.NaN]);
    }
}
