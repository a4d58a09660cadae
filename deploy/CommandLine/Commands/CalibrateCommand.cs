using System.CommandLine;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;

namespace Risk.CommandLine.Commands;

/// <summary>risk calibrate: probabilities of a model, such as XGBoost's, made to hold on other cases.</summary>
internal static class CalibrateCommand
{
    private const string Note = "calibrated_on";

    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV of cases that the model has not learnt from." };
        var model = new Option<FileInfo>("--model") { Description = "The model, or XGBoost's JSON.", Required = true };
        var result = new Option<FileInfo>("--out") { Description = "Where to write the model.", Required = true };
        var target = new Option<string>("--target")
        {
            Description = "The column that is 1 where the bad outcome came about.",
            DefaultValueFactory = _ => "target",
        };
        var kind = new Option<CalibrationKind>("--calibration")
        {
            Description = "How margins become probabilities: platt or isotonic.",
        };
        var command = new Command("calibrate", "Makes the probabilities of a model hold on other cases.")
        {
            file, model, result, target, kind,
        };
        command.SetAction(parsed =>
        {
            var fitted = ModelFiles.Read(parsed.GetRequiredValue(model));
            var table = CsvTable.Read(parsed.GetRequiredValue(file));
            var sample = ValidateCommand.SampleFor(fitted, table, parsed.GetValue(target)!);
            var before = Trainer.Probabilities(fitted, sample);
            var calibrated = fitted.Data with
            {
                Calibration = Calibrator.Fit(Trainer.Margins(fitted, sample), sample.Target, parsed.GetValue(kind)),
                Notes = [.. fitted.Data.Notes.Where(n => n.Name != Note), new(Note, $"{table.Path}, {sample.Count}")],
            };
            var into = parsed.GetRequiredValue(result);
            ModelFiles.Write(into, calibrated);
            var after = Trainer.Probabilities(new(calibrated), sample);
            output.WriteLine($"log loss {LossOf(before):0.0000} before, {LossOf(after):0.0000} after; mean probability "
                + $"{before.Average():P2} before, {after.Average():P2} after, {sample.Target.Average():P2} came about");
            output.WriteLine($"{into.Name}: {parsed.GetValue(kind)} on {sample.Count} cases");
            return 0;

            double LossOf(double[] probabilities) =>
                Measures.Of(probabilities, sample.Target, fitted.Data.Grades).LogLoss;
        });
        return command;
    }
}
