using System.CommandLine;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Reports;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Validation;
using Risk.ServiceDefaults.Requests;

namespace Risk.CommandLine.Commands;

/// <summary>risk validate: how good a model is on cases whose outcome is known.</summary>
internal static class ValidateCommand
{
    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV of cases that the model has not learnt from." };
        var model = new Option<FileInfo>("--model") { Description = "The model, or XGBoost's JSON.", Required = true };
        var target = new Option<string>("--target")
        {
            Description = "The column that is 1 where the bad outcome came about.",
            DefaultValueFactory = _ => "target",
        };
        var training = new Option<FileInfo?>("--training")
        {
            Description = "The CSV that it has learnt from, to tell what has moved since.",
        };
        var champion = new Option<FileInfo?>("--champion") { Description = "A model to compare it with." };
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Write the report to this .html file in English, and beside it to .zh-CN.html in Chinese.",
        };
        var period = new Option<string?>("--period") { Description = "The period of these cases, for the report." };
        var command = new Command("validate", "Measures a model, compares it with a champion, writes the report.")
        {
            file, model, target, training, champion, report, period,
        };
        command.SetAction(parsed =>
        {
            var fitted = ModelFiles.Read(parsed.GetRequiredValue(model));
            var column = parsed.GetValue(target)!;
            var table = CsvTable.Read(parsed.GetRequiredValue(file));
            var learnt = parsed.GetValue(training) is { } path ? SampleFor(fitted, CsvTable.Read(path), column) : null;
            var validation = ModelValidation.Of(fitted, SampleFor(fitted, table, column), learnt) with
            {
                Notes = [new("source", table.Path), .. Period(parsed.GetValue(period))],
            };
            var comparison = parsed.GetValue(champion) is { } other
                ? Against(ModelFiles.Read(other), table, column, validation.Measures)
                : null;
            Tell(output, validation, comparison);
            if (parsed.GetValue(report) is { } page)
                Write(output, page, validation, comparison);
            return 0;
        });
        return command;
    }

    private static IEnumerable<ModelNote> Period(string? told) => told is null ? [] : [new("period", told)];

    internal static Sample SampleFor(FittedModel model, CsvTable table, string target)
    {
        var sample = new Sample { Columns = table.As(model.Data.Inputs), Target = table.Target(target) };
        return sample.BadCount > 0 && sample.BadCount < sample.Count
            ? sample
            : throw new CommandException($"{table.Path}: all cases turned out the same: nothing can be measured.");
    }

    private static Comparison Against(FittedModel champion, CsvTable table, string target, Measures challenger) =>
        Comparison.Of(ModelValidation.Of(champion, SampleFor(champion, table, target), training: null).Measures,
            challenger);

    private static void Tell(TextWriter output, ModelValidation validation, Comparison? comparison)
    {
        TrainCommand.Tell(output, $"{validation.Measures.Count} cases", validation.Measures);
        foreach (var grade in validation.Measures.Grades)
        {
            output.WriteLine($"  {grade.Grade,-4} {grade.Count,8} cases  promised {grade.MeanProbability,8:P2}  "
                + $"came about {grade.BadRate,8:P2}  {(grade.IsWithin ? "" : "outside of the 95 % interval")}");
        }
        var test = validation.Calibration;
        output.WriteLine($"calibration: {test.ObservedToExpected:0.000} bad for each promised, Hosmer-Lemeshow "
            + $"p {test.HosmerLemeshowChance:0.0000}, Spiegelhalter p {test.SpiegelhalterChance:0.0000}");
        if (validation.Stability is { } psi)
            output.WriteLine($"stability against the training sample: {psi:0.000}");
        foreach (var warning in validation.Warnings)
            output.WriteLine($"look into {warning.Code}: {warning.Text.En}");
        if (comparison is null)
            return;
        output.WriteLine($"against the champion: AUC {comparison.AucDifference:+0.0000;-0.0000} "
            + $"(standard error {comparison.StandardError:0.0000}, chance {comparison.Chance:0.000})");
        foreach (var swap in comparison.Swaps)
        {
            output.WriteLine($"  accepting {swap.AcceptedShare:P0}: takes in {swap.SwappedIn} "
                + $"({swap.SwappedInRate:P1} bad), leaves out {swap.SwappedOut} ({swap.SwappedOutRate:P1} bad)");
        }
    }

    internal static void Write(TextWriter output, FileInfo page, ModelValidation validation, Comparison? comparison)
    {
        var chinese = Path.ChangeExtension(page.FullName, ".zh-CN.html");
        File.WriteAllText(page.FullName, ReportHtml.Of(validation, comparison, Language.English));
        File.WriteAllText(chinese, ReportHtml.Of(validation, comparison, Language.SimplifiedChinese));
        output.WriteLine($"report: {page.FullName} and {chinese}");
    }
}
