using System.Globalization;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Validation;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>A validation as one page of HTML that a validator reads, signs and files.</summary>
internal sealed class ReportHtml
{
    private readonly ReportPage page;
    private readonly ModelValidation validation;

    private ReportHtml(ModelValidation validation, Language language) =>
        (this.validation, page) = (validation, new(language));

    public static string Of(ModelValidation validation, Comparison? champion, Language language)
    {
        var report = new ReportHtml(validation, language);
        report.page.Begin($"{report.In(Words.Title)}: {validation.Model.Name} {validation.Model.Version}");
        report.About();
        report.Summary();
        report.Warnings();
        report.Champion(champion);
        report.Discrimination();
        report.Calibration();
        report.Stability();
        ReportRegression.Add(report.page, validation);
        report.Limits();
        return report.page.End(Words.Signed);
    }

    /// <summary>What a validator has to know and nobody has told is said to be unknown.</summary>
    private void About()
    {
        page.Heading(Words.Model);
        var notes = validation.Model.Notes;
        page.Table(["", ""], notes
            .Concat(Statements.Asked.Except(notes.Select(n => n.Name), StringComparer.Ordinal)
                .Select(n => new ModelNote(n, In(Words.NotStated))))
            .Append(new("calibration", Calibrated(validation.Model)))
            .Select(n => new[] { In(Statements.NameOf(n.Name)), In(Statements.ValueOf(n)) }));
        if (validation.Notes.Count == 0)
            return;
        page.Heading(Words.Sample);
        page.Table(["", ""],
            validation.Notes.Select(n => new[] { In(Statements.NameOf(n.Name)), In(Statements.ValueOf(n)) }));
    }

    private void Summary()
    {
        var (test, training) = (validation.Measures, validation.Training);
        page.Heading(Words.Summary);
        var rows = new List<string[]>();
        Row(In(Words.Cases), m => Whole(m.Count));
        Row(In(Words.Bad), m => $"{Whole(m.Bad)} ({Percent((double)m.Bad / m.Count)})");
        Row("AUC", m => Number(m.Ranking.Auc));
        Row($"AUC, {In(Words.Interval)}", m => $"{Number(m.Ranking.AucLow)} – {Number(m.Ranking.AucHigh)}");
        Row(In(Words.Gini), m => Number(m.Ranking.Gini));
        Row($"{In(Words.Gini)}, {In(Words.Interval)}",
            m => $"{Number(m.Ranking.GiniLow)} – {Number(m.Ranking.GiniHigh)}");
        Row("KS", m => Number(m.Ranking.Ks));
        Row($"KS, {In(Words.Interval)}",
            m => m.KsInterval() is var (low, high) ? $"{Number(low)} – {Number(high)}" : "–");
        Row(In(Words.Brier), m => Number(m.Brier));
        Row(In(Words.LogLoss), m => Number(m.LogLoss));
        if (validation.Stability is { } psi)
            rows.Add([In(Words.Stability), Number(psi), "–"]);
        page.Table([In(Words.Figure), In(Words.Test), In(Words.Training)], rows);

        void Row(string name, Func<Measures, string> of) =>
            rows.Add([name, of(test), training is null ? "–" : of(training)]);
    }

    private void Warnings()
    {
        page.Heading(Words.Warnings);
        if (validation.Warnings.Count == 0)
            page.Paragraph(Words.None);
        else
            page.List("alarm", validation.Warnings.Select(w => w.Text));
        page.Heading(Words.Thresholds);
        page.Table([In(Words.Check), In(Words.Threshold)],
            Statements.Thresholds.Select(t => new[] { In(t.Check), In(t.When) }));
    }

    private void Champion(Comparison? comparison)
    {
        if (comparison is null)
            return;
        page.Heading(Words.Champion);
        page.Table([In(Words.Figure), ""],
        [
            [In(Words.AucDifference), $"{Number(comparison.AucDifference)} ± {Number(comparison.StandardError)}"],
            [In(Words.ChanceOf), Number(comparison.Chance)],
            [In(Words.LossDifference), Number(comparison.LogLossDifference)],
        ]);
        page.Table([In(Words.Accepted), In(Words.SwappedIn), In(Words.SwappedOut)], comparison.Swaps.Select(s => new[]
        {
            Percent(s.AcceptedShare), $"{Whole(s.SwappedIn)} ({Percent(s.SwappedInRate)})",
            $"{Whole(s.SwappedOut)} ({Percent(s.SwappedOutRate)})",
        }));
    }

    private void Discrimination()
    {
        var measures = validation.Measures;
        page.Heading(Words.Discrimination);
        var captures = Roc.Captures(measures);
        var bands = ScoreBand.Of(measures, validation.Model.Scorecard?.Scale ?? new());
        page.Charts(
            Svg.Lines("ROC", (In(Words.GoodShare), In(Words.BadShare)),
                new($"AUC {Number(measures.Ranking.Auc)}", Roc.Of(measures), ReportPage.Blue),
                new(In(Words.Chance), [(0, 0), (1, 1)], ReportPage.Grey) { IsDashed = true }),
            Svg.Lines("KS", (In(Words.CaseShare), In(Words.Captures)),
                new(In(Words.BadOnes), captures.Bad, ReportPage.Red),
                new(In(Words.Good), captures.Good, ReportPage.Blue),
                new($"KS {Number(measures.Ranking.Ks)}", captures.Gap, ReportPage.Grey) { IsDashed = true }),
            Svg.Bars(In(Words.Scores), (In(Words.Score), In(Words.ShareOf)), [.. bands.Select(b => $"{b.From}")],
                (In(Words.BadOnes), [.. bands.Select(b => b.BadShare)], ReportPage.Red),
                (In(Words.Good), [.. bands.Select(b => b.GoodShare)], ReportPage.Blue)),
            Svg.Bars(In(Words.Lift), (In(Words.Band), In(Words.Lift)),
                [.. measures.Lift.Select((_, i) => $"{i + 1}")],
                ("", [.. measures.Lift.Select(b => b.Lift)], ReportPage.Blue)));
        page.Table([In(Words.Band), In(Words.Cases), In(Words.BadRate), In(Words.Probability), In(Words.Lift),
            In(Words.Captured)], measures.Lift.Select((b, i) => new[]
        {
            $"{i + 1}", Whole(b.Count), Percent(b.BadRate), Percent(b.MeanProbability), Number(b.Lift),
            Percent(b.Captured),
        }));
    }

    private void Calibration()
    {
        var (measures, test) = (validation.Measures, validation.Calibration);
        page.Heading(Words.Calibration);
        var most = measures.Grades.Max(g => g.MeanProbability);
        page.Charts(Svg.Lines(In(Words.Calibration), (In(Words.Promised), In(Words.Came)),
            new(In(Words.Grade), [.. measures.Grades.Select(g => (g.MeanProbability, g.BadRate))], ReportPage.Blue)
            {
                IsDots = true,
            },
            new("", [(0, 0), (most, most)], ReportPage.Grey) { IsDashed = true }));
        page.Table([In(Words.Grade), In(Words.Cases), In(Words.Bad), In(Words.Probability), In(Words.BadRate),
            In(Words.Interval), In(Words.Holds)], measures.Grades.Select(g => new[]
        {
            g.Grade.ToString(), Whole(g.Count), Whole(g.Bad), Percent(g.MeanProbability), Percent(g.BadRate),
            $"{Percent(g.Interval.Low)} – {Percent(g.Interval.High)}", In(g.IsWithin ? Words.Yes : Words.No),
        }));
        page.Heading(Words.CalibrationTest);
        page.Table([In(Words.Check), In(Words.Statistic), In(Words.PValue)],
        [
            [In(Words.HosmerLemeshow), $"{Number(test.HosmerLemeshow)} ({test.Degrees})",
                Number(test.HosmerLemeshowChance)],
            [In(Words.Spiegelhalter), Number(test.Spiegelhalter), Number(test.SpiegelhalterChance)],
            [In(Words.Ratio), Number(test.ObservedToExpected), "–"],
        ]);
    }

    private void Stability()
    {
        if (validation.Inputs.Count == 0)
            return;
        page.Heading(Words.InputStability);
        var inputs = validation.Inputs.OrderByDescending(i => i.Index).ToList();
        page.Table([In(Words.Input), "CSI"], inputs.Select(i => new[] { i.Input, Number(i.Index) }));
        foreach (var input in inputs.Where(i => i.Index > Psi.Attention && i.Classes.Count > 0))
        {
            page.SubHeading(input.Input);
            page.Table([In(Words.Class), In(Words.Before), In(Words.Now)],
                input.Classes.Select(c => new[] { In(c.Class), Percent(c.Before), Percent(c.Now) }));
        }
    }

    private void Limits()
    {
        page.Heading(Words.Limits);
        page.List("", Statements.Limits(validation.Model, validation.Measures));
    }

    private string Calibrated(ModelFile model) => In(model.Calibration switch
    {
        { Steps.Count: > 0 } => new("isotonic steps on held-out cases", "基于留出样本的保序回归"),
        { Slope: 1, Shift: 0 } => new("none", "无"),
        _ => new("Platt, on held-out cases", "基于留出样本的普拉特校准"),
    });

    private string In(Text text) => page.In(text);

    private static string Number(double value) => ReportPage.Number(value);

    private static string Percent(double value) => ReportPage.Percent(value);

    private static string Whole(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
