using System.Globalization;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Validation;

namespace Risk.Scoring.Engine.Reports;

/// <summary>Of a model with coefficients: how sure they are, how the inputs go together, and the points.</summary>
internal static class ReportRegression
{
    public static void Add(ReportPage page, ModelValidation validation)
    {
        Coefficients(page, validation);
        if (validation.Collinearity is { } together)
            Correlations(page, together);
        if (validation.Model.Scorecard is { } card)
            Points(page, card);
    }

    private static void Coefficients(ReportPage page, ModelValidation validation)
    {
        var lines = CoefficientLine.Of(validation.Model).ToList();
        if (lines.Count == 0)
            return;
        var vif = (validation.Collinearity?.Inputs ?? []).Zip(validation.Collinearity?.Vif ?? [])
            .ToDictionary(v => v.First, v => v.Second, StringComparer.Ordinal);
        page.Heading(Words.Coefficients);
        page.Paragraph(Words.Ridge);
        page.Paragraph(Words.LikelihoodRatio);
        page.Table([page.In(Words.Input), page.In(Words.Coefficient), page.In(Words.StandardError),
            page.In(Words.WaldChance), page.In(Words.RatioChance), "VIF"], lines.Select((l, i) => new[]
        {
            l.Name, ReportPage.Number(l.Coefficient), Known(l.StandardError), Known(l.Chance),
            Known(i < validation.LikelihoodRatios.Count ? validation.LikelihoodRatios[i] : null),
            Known(vif.TryGetValue(l.Name, out var inflated) ? inflated : null),
        }));
    }

    private static void Correlations(ReportPage page, Collinearity together)
    {
        page.Heading(Words.Correlations);
        var count = together.Inputs.Count;
        page.Table(["", .. Enumerable.Range(1, count).Select(i => $"{i}")], Enumerable.Range(0, count).Select(i =>
            (string[])[$"{i + 1} {together.Inputs[i]}", .. Enumerable.Range(0, count).Select(j => j <= i
                ? together.Correlations[i, j].ToString("0.00", CultureInfo.InvariantCulture)
                : "")]), "wide");
    }

    private static void Points(ReportPage page, StatisticalScorecard card)
    {
        page.Heading(Words.Points);
        foreach (var scored in card.Characteristics)
        {
            page.SubHeading($"{scored.Of.Input.Name} ({page.In(Words.Information)} "
                + $"{ReportPage.Number(scored.Of.InformationValue)})");
            page.Table([page.In(Words.Class), page.In(Words.Cases), page.In(Words.BadRate), page.In(Words.Woe),
                page.In(Words.PointsOf)], scored.Of.Classes.Zip(scored.Points, (c, points) => new[]
            {
                page.In(c.Text(scored.Of.Input.Levels)), Whole(c.Count), ReportPage.Percent(c.BadRate),
                ReportPage.Number(c.Woe), Whole(points),
            }));
        }
    }

    private static string Known(double? value) => value is { } known ? ReportPage.Number(known) : "–";

    private static string Whole(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
