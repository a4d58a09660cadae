using System.Globalization;
using System.Text;
using Risk.Scoring.Engine.Validation;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>A validation as one page of HTML that a validator reads, signs and files.</summary>
internal sealed class ReportHtml
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#1a202c}"
        + "table{border-collapse:collapse;margin:.6rem 0 1.2rem}td,th{border:1px solid #cbd5e0;padding:.25rem .6rem;"
        + "text-align:right}td:first-child,th:first-child{text-align:left}th{background:#edf2f7}"
        + "svg{width:100%;max-width:460px}.charts{display:flex;flex-wrap:wrap;gap:1rem}.charts>*{flex:1 1 400px}"
        + ".tick{font-size:11px;fill:#4a5568}.axis{font-size:12px;fill:#2d3748}.alarm{color:#c53030}"
        + ".signature{margin-top:3rem;border-top:1px solid #718096;width:22rem;padding-top:.3rem}";

    private readonly StringBuilder html = new();
    private readonly Language language;

    private ReportHtml(Language language) => this.language = language;

    public static string Of(ModelValidation validation, Comparison? champion, Language language)
    {
        var report = new ReportHtml(language);
        report.Begin(validation);
        report.Summary(validation);
        report.Warnings(validation.Warnings);
        report.Champion(champion);
        report.Discrimination(validation.Measures);
        report.Grades(validation.Measures);
        report.Stability(validation);
        report.Card(validation);
        return report.End();
    }

    private void Begin(ModelValidation validation)
    {
        var title = $"{In(Words.Title)}: {validation.Model.Name} {validation.Model.Version}";
        html.Append("<!DOCTYPE html>\n<html lang=\"")
            .Append(language == Language.SimplifiedChinese ? "zh-CN" : "en")
            .Append("\"><head><meta charset=\"utf-8\"><title>").Append(Svg.Escape(title))
            .Append("</title><style>").Append(Style).Append("</style></head>\n<body><h1>")
            .Append(Svg.Escape(title)).Append("</h1>\n");
    }

    private void Summary(ModelValidation validation)
    {
        var (test, training) = (validation.Measures, validation.Training);
        Heading(Words.Summary);
        var rows = new List<string[]>();
        Row(In(Words.Cases), m => Whole(m.Count));
        Row(In(Words.Bad), m => $"{Whole(m.Bad)} ({Percent((double)m.Bad / m.Count)})");
        Row("AUC", m => Number(m.Ranking.Auc));
        Row($"AUC, {In(Words.Interval)}", m => $"{Number(m.Ranking.AucLow)} – {Number(m.Ranking.AucHigh)}");
        Row("Gini", m => Number(m.Ranking.Gini));
        Row("KS", m => Number(m.Ranking.Ks));
        Row("Brier", m => Number(m.Brier));
        Row("Log loss", m => Number(m.LogLoss));
        if (validation.Stability is { } psi)
            rows.Add([In(Words.Stability), Number(psi), "–"]);
        Table([In(Words.Figure), In(Words.Test), In(Words.Training)], rows);
        Table([In(Words.Model), ""], validation.Model.Notes.Select(n => new[] { n.Name, n.Value }));

        void Row(string name, Func<Measures, string> of) =>
            rows.Add([name, of(test), training is null ? "–" : of(training)]);
    }

    private void Warnings(IReadOnlyList<Warning> warnings)
    {
        Heading(Words.Warnings);
        if (warnings.Count == 0)
            html.Append("<p>").Append(In(Words.None)).Append("</p>\n");
        else
        {
            html.Append("<ul class=\"alarm\">")
                .AppendJoin("", warnings.Select(w => $"<li>{Svg.Escape(In(w.Text))}</li>"))
                .Append("</ul>\n");
        }
    }

    private void Champion(Comparison? comparison)
    {
        if (comparison is null)
            return;
        Heading(Words.Champion);
        Table([In(Words.Figure), ""],
        [
            [In(Words.AucDifference), $"{Number(comparison.AucDifference)} ± {Number(comparison.StandardError)}"],
            [In(Words.ChanceOf), Number(comparison.Chance)],
            [In(Words.LossDifference), Number(comparison.LogLossDifference)],
        ]);
        Table([In(Words.Accepted), In(Words.SwappedIn), In(Words.SwappedOut)], comparison.Swaps.Select(s => new[]
        {
            Percent(s.AcceptedShare), $"{Whole(s.SwappedIn)} ({Percent(s.SwappedInRate)})",
            $"{Whole(s.SwappedOut)} ({Percent(s.SwappedOutRate)})",
        }));
    }

    private void Discrimination(Measures measures)
    {
        Heading(Words.Discrimination);
        html.Append("<div class=\"charts\">").Append(Svg.Lines("ROC", (In(Words.GoodShare), In(Words.BadShare)),
            new($"AUC {Number(measures.Ranking.Auc)}", Roc.Of(measures), "#2b6cb0"),
            new(In(Words.Chance), [(0, 0), (1, 1)], "#a0aec0") { IsDashed = true }));
        html.Append(Svg.Bars(In(Words.Lift), (In(Words.Band), In(Words.Lift)),
            [.. measures.Lift.Select((b, i) => ($"{i + 1}", b.Lift))])).Append("</div>\n");
        Table([In(Words.Band), In(Words.Cases), In(Words.BadRate), In(Words.Probability), In(Words.Lift),
            In(Words.Captured)], measures.Lift.Select((b, i) => new[]
        {
            $"{i + 1}", Whole(b.Count), Percent(b.BadRate), Percent(b.MeanProbability), Number(b.Lift),
            Percent(b.Captured),
        }));
    }

    private void Grades(Measures measures)
    {
        Heading(Words.Calibration);
        var most = measures.Grades.Max(g => g.MeanProbability);
        html.Append(Svg.Lines(In(Words.Calibration), (In(Words.Promised), In(Words.Came)),
            new(In(Words.Grade), [.. measures.Grades.Select(g => (g.MeanProbability, g.BadRate))], "#2b6cb0")
            {
                IsDots = true,
            },
            new("", [(0, 0), (most, most)], "#a0aec0") { IsDashed = true }));
        Table([In(Words.Grade), In(Words.Cases), In(Words.Bad), In(Words.Probability), In(Words.BadRate),
            In(Words.Interval), In(Words.Holds)], measures.Grades.Select(g => new[]
        {
            g.Grade.ToString(), Whole(g.Count), Whole(g.Bad), Percent(g.MeanProbability), Percent(g.BadRate),
            $"{Percent(g.Interval.Low)} – {Percent(g.Interval.High)}", In(g.IsWithin ? Words.Yes : Words.No),
        }));
    }

    private void Stability(ModelValidation validation)
    {
        if (validation.Inputs.Count == 0)
            return;
        Heading(Words.Stability);
        Table([In(Words.Input), "PSI"], validation.Inputs.OrderByDescending(i => i.Index)
            .Select(i => new[] { i.Input, Number(i.Index) }));
    }

    private void Card(ModelValidation validation)
    {
        if (validation.Model.Scorecard is not { } card)
            return;
        Heading(Words.Points);
        foreach (var scored in card.Characteristics)
        {
            html.Append("<h3>").Append(Svg.Escape(scored.Of.Input.Name)).Append(" (").Append(In(Words.Information))
                .Append(' ').Append(Number(scored.Of.InformationValue)).Append(")</h3>\n");
            Table([In(Words.Class), In(Words.Cases), In(Words.BadRate), In(Words.Woe), In(Words.PointsOf)],
                scored.Of.Classes.Zip(scored.Points, (c, points) => new[]
                {
                    c.Label(scored.Of.Input.Levels), Whole(c.Count), Percent(c.BadRate), Number(c.Woe), Whole(points),
                }));
        }
    }

    private string End() => html.Append("<p class=\"signature\">").Append(In(Words.Signed))
        .Append("</p></body></html>\n").ToString();

    private void Heading(Text text) => html.Append("<h2>").Append(In(text)).Append("</h2>\n");

    private void Table(IReadOnlyList<string> head, IEnumerable<string[]> rows)
    {
        html.Append("<table><tr>").AppendJoin("", head.Select(h => $"<th>{Svg.Escape(h)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.Select(c => $"<td>{Svg.Escape(c)}</td>")).Append("</tr>\n");
        html.Append("</table>\n");
    }

    private string In(Text text) => text.In(language);

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Whole(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
