using System.CommandLine;
using System.Globalization;
using Risk.CommandLine.Files;
using Risk.CommandLine.Suite;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;

namespace Risk.CommandLine.Commands;

/// <summary>risk train: from a file of cases with their outcome to a model.</summary>
internal static class TrainCommand
{
    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "CSV with a heading, plain or .gz; without one the history of a running suite.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<FileInfo?>("--out") { Description = "Where to write the model; nowhere when left out." };
        var folds = new Option<int>("--folds")
        {
            Description = "Also measure the way of training on so many folds, each judged by what has not seen it.",
        };
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Write the validation on what was kept to this .html file, and in Chinese beside it.",
        };
        var (sample, choices) = (new SampleChoices(), new ModelChoices());
        var (history, suite) = (new HistoryChoices(), new SuiteChoices());
        var command = new Command("train", "Trains a model on cases with their outcome.")
        {
            file, model, folds, report,
        };
        sample.AddTo(command);
        choices.AddTo(command);
        history.AddTo(command);
        suite.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var task = parsed.GetValue(file) is { } path
                ? OfFile(path, sample, choices.Read(parsed), parsed)
                : OfHistory(
                    await SuiteHistory.ReadAsync(suite.Read(parsed), history.Read(parsed), output, cancellation),
                    sample.UntilIn(parsed), history.KeepIn(parsed), choices.Read(parsed));
            Console(output, $"{task.Source}: {task.All.Count} rows, {task.All.BadCount} bad, "
                + $"{task.All.Columns.Count} inputs");
            if (parsed.GetValue(report) is not null && task.Later is null)
                throw new CommandException("--report is on what was kept from learning: give --hold-out or --until.");
            if (parsed.GetValue(folds) is > 1 and var count)
                await CrossValidateAsync(output, task.Learnt, task.Options, count);
            var written = new Written(parsed.GetValue(model), parsed.GetValue(report),
                sample.UntilIn(parsed) is null ? "out of sample" : "out of time");
            if (written.Model is not null || task.Later is not null)
                await TrainAsync(output, task, written);
            return 0;
        });
        return command;
    }

    private static TrainingTask OfFile(
        FileInfo path, SampleChoices sample, TrainingOptions options, ParseResult parsed)
    {
        var (columns, table) = (sample.Read(parsed), CsvTable.Read(path));
        var notes = sample.Notes(parsed, columns.Period(table)).ToList();
        return TrainingTask.Of(table, columns, options with { Notes = notes });
    }

    private static TrainingTask OfHistory(
        SuiteHistory history, string? until, FileInfo? keep, TrainingOptions options)
    {
        if (keep is not null)
            history.Cases.Write(keep);
        var task = TrainingTask.Of(
            history.Cases, history.Columns(until), TrainingTask.Directed(options, history.Directions));
        return task with { Outcome = history.Outcome, Notes = history.Notes };
    }

    private static async Task CrossValidateAsync(
        TextWriter output, Sample sample, TrainingOptions options, int folds)
    {
        var result = await Progress.RunAsync("folds", folds, report => Task.Run(
            () => CrossValidation.Of(sample, options, folds, done => report(done))));
        var aucs = string.Join(' ', result.AucByFold.Select(a => Number(a)));
        Console(output, $"{folds} folds, seed {options.Seed}: AUC {Number(result.MeanAuc)} ({aucs})");
        Tell(output, "all folds together", result.Pooled);
    }

    /// <summary>Where the model and its report go, and what kind of measure the rows kept are.</summary>
    private sealed record Written(FileInfo? Model, FileInfo? Report, string Measure);

    private static async Task TrainAsync(TextWriter output, TrainingTask task, Written written)
    {
        var trained = await Progress.RunAsync(
            "train", 0, _ => Task.Run(() => Trainer.Train(task.Learnt, task.Options)));
        trained = trained with { Outcome = task.Outcome, Notes = [.. trained.Notes, .. task.Notes] };
        var model = new FittedModel(trained);
        Tell(output, "on what it has learnt from", Judge(model, task.Learnt));
        if (task.Later is { } later)
            Tell(output, written.Measure, Judge(model, later));
        foreach (var warning in Leakage.Of(
            task.Learnt.Only(trained.Inputs.Select(i => i.Name)),
            task.Later is { } unseen ? Judge(model, unseen) : null))
        {
            Console(output, $"look into {warning.Code}: {warning.Text.En}");
        }
        if (written.Report is { } page)
        {
            ValidateCommand.Write(
                output, page, ModelValidation.Of(model, task.Later!, task.Learnt), comparison: null);
        }
        if (written.Model is not { } path)
            return;
        ModelFiles.Write(path, trained);
        Console(output, $"{path.Name}: {task.Options.Kind} of {trained.Inputs.Count} inputs");
    }

    private static Measures Judge(FittedModel model, Sample sample) =>
        Measures.Of(Trainer.Probabilities(model, sample), sample.Target, model.Data.Grades);

    internal static void Tell(TextWriter output, string what, Measures measures)
    {
        var ranking = measures.Ranking;
        Console(output, $"{what}: AUC {Number(ranking.Auc)} ({Number(ranking.AucLow)} to {Number(ranking.AucHigh)}), "
            + $"Gini {Number(ranking.Gini)}, KS {Number(ranking.Ks)}, Brier {Number(measures.Brier)}, "
            + $"log loss {Number(measures.LogLoss)}");
    }

    internal static void Console(TextWriter output, string line) => output.WriteLine(line);

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
