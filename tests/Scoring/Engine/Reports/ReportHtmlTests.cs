using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Risk.Scoring.Engine.Reports;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;
using Risk.Scoring.Tests.Engine.Reference;
using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Reports;

public sealed class ReportHtmlTests
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly ModelValidation Validation = Validate(ModelKind.Scorecard);
    private static readonly Comparison Champion =
        Comparison.Of(Validate(ModelKind.Logistic).Measures, Validation.Measures);

    [Theory]
    [InlineData(Language.English, "Calibration by grade", "Taken in (bad rate)", "Weight of evidence")]
    [InlineData(Language.SimplifiedChinese, "按信用等级的校准", "换入（坏样本率）", "证据权重（WoE）")]
    public void A_report_is_one_sound_page_with_charts_in_the_language_asked_for(
        Language language, string calibration, string swap, string weight)
    {
        var html = ReportHtml.Of(Validation, Champion, language);

        var auc = Validation.Measures.Ranking.Auc.ToString("0.0000", Invariant);
        foreach (var said in new[] { calibration, swap, weight, auc })
            html.ShouldContain(said);
        var page = XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]
            .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("&nbsp;", " ", StringComparison.Ordinal));
        page.Descendants("svg").Count().ShouldBe(5);
        page.Descendants("polyline").First().Attribute("points")!.Value.Split(' ').Length.ShouldBeGreaterThan(50);
        html.ShouldNotContain("<script");
        html.ShouldNotContain("http");
    }

    [Fact]
    public void The_report_in_chinese_has_no_english_words()
    {
        var kinds = Enum.GetValues<ModelKind>();
        foreach (var validation in kinds.Select(Validate).Select(Worst))
        {
            var page = ReportHtml.Of(validation, Champion, Language.SimplifiedChinese);

            var said = Regex.Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], "<[^>]*>", " ");
            Regex.Matches(said, "[A-Za-z]{2,}").Select(m => m.Value).Distinct()
                .Except(["AUC", "Gini", "KS", "ROC", "PSI", "CSI", "VIF", "WoE", "IV", .. Enum.GetNames<Grade>()])
                .ShouldBeEmpty();
        }
    }

    /// <summary>With every warning that there is, and every note that a model may carry.</summary>
    private static ModelValidation Worst(ModelValidation validation) => validation with
    {
        Model = validation.Model with
        {
            Name = "评分",
            Notes = [.. validation.Model.Notes, new("outcome", "逾期 90 天"), new("period", "2025"), new("as_of", "申请日")],
        },
        Notes = [new("source", "样本"), new("period", "2026")],
        Warnings =
        [
            .. Leakage.Of(Leaky,
                validation.Measures with { Ranking = validation.Measures.Ranking with { Auc = 0.99 } }),
            .. Findings.Of(validation with
            {
                Stability = 0.3,
                Inputs = [.. validation.Inputs.Select(i => i with { Index = 0.3 })],
                Calibration = validation.Calibration with { HosmerLemeshow = 500 },
                Measures = validation.Measures with
                {
                    Bad = 10,
                    Grades = [.. validation.Measures.Grades.Select(g => g with { MeanProbability = 0.99 })],
                    Ranking = validation.Measures.Ranking with { Auc = 0.5 },
                },
                Collinearity = validation.Collinearity is { } together
                    ? together with { Vif = [.. together.Vif.Select(_ => 9.0)] }
                    : null,
            }),
        ],
    };

    private static readonly Sample Leaky = new()
    {
        Columns =
        [
            new("f0", [.. Enumerable.Range(0, 200).Select(i => (double)i)]),
            new("f1", [.. Enumerable.Range(0, 200).Select(i => i < 100 ? double.NaN : 1)]),
        ],
        Target = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 1.0 : 0.0)],
    };

    [Theory]
    [InlineData("95 % interval")]
    [InlineData("Hosmer–Lemeshow")]
    [InlineData("Spiegelhalter")]
    [InlineData("Standard error")]
    [InlineData("VIF")]
    [InlineData("Correlations of the inputs")]
    [InlineData("Stability of the inputs, by the classes of the model (CSI)")]
    [InlineData("What is looked into, and from where on")]
    [InlineData("AUC above 0.97")]
    [InlineData("Limits of use")]
    [InlineData("What counted as bad</td><td>not stated")]
    [InlineData("aria-label=\"KS\"")]
    [InlineData("aria-label=\"Distribution of scores\"")]
    public void A_validator_finds_what_has_to_be_signed(string said) =>
        ReportHtml.Of(Validation, Champion, Language.English).ShouldContain(said);

    [Fact]
    public void Moved_classes_are_shown_with_the_shares_before_and_now()
    {
        var kept = ReferenceRows.Sample().At([.. Enumerable.Range(5_000, 1_000)]);
        var moved = kept with
        {
            Columns = [.. kept.Columns.Select(c => c with { Values = [.. c.Values.Select(v => Math.Abs(v))] })],
        };

        var validation = ModelValidation.Of(new(Validation.Model), moved, training: null);

        // Without the training sample: the card itself remembers how many cases its classes had.
        validation.Inputs.ShouldAllBe(i => i.Index > 0.25 && i.Classes.Count > 2);
        validation.Inputs[0].Classes.Sum(c => c.Before).ShouldBe(1, 1e-9);
        validation.Warnings.Select(w => w.Code).ShouldContain("INPUT_MOVED");
        ReportHtml.Of(validation, champion: null, Language.English).ShouldContain("When it was trained");
    }

    [Fact]
    public void Names_from_a_file_cannot_put_markup_into_the_page()
    {
        var renamed = Validation with { Model = Validation.Model with { Name = "<b onload=x>" } };

        ReportHtml.Of(renamed, champion: null, Language.English).ShouldNotContain("<b onload");
    }

    private static ModelValidation Validate(ModelKind kind)
    {
        var learnt = ReferenceRows.Sample(2_000);
        var kept = ReferenceRows.Sample().At([.. Enumerable.Range(5_000, 1_000)]);
        return ModelValidation.Of(new(Trainer.Train(learnt, new() { Kind = kind })), kept, learnt);
    }
}
