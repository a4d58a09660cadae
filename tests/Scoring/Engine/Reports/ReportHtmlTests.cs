using System.Globalization;
using System.Xml.Linq;
using Risk.Scoring.Engine.Reports;
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
    [InlineData(Language.SimplifiedChinese, "按等级的校准", "换入（坏样本率）", "证据权重（WoE）")]
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
        page.Descendants("svg").Count().ShouldBe(3);
        page.Descendants("polyline").First().Attribute("points")!.Value.Split(' ').Length.ShouldBeGreaterThan(50);
        html.ShouldNotContain("<script");
        html.ShouldNotContain("http");
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
