using System.CommandLine;
using System.Globalization;
using Risk.CommandLine.Files;
using Risk.CommandLine.Suite;
using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.ServiceDefaults.Requests;

namespace Risk.CommandLine.Commands;

/// <summary>risk score: a file by a model, or customers of a running suite.</summary>
internal static class ScoreCommand
{
    private const int ReasonsMax = 4;

    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "CSV of cases to score by --model.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<FileInfo?>("--model") { Description = "The model, ours or XGBoost's JSON." };
        var result = new Option<FileInfo?>("--out") { Description = "Where to write them; else to the terminal." };
        var customer = new Option<string[]>("--customer")
        {
            Description = "Ids of customers to score in the running suite.",
            AllowMultipleArgumentsPerToken = true,
        };
        var suite = new SuiteChoices();
        var command = new Command("score", "Scores a file by a model, or customers in a running suite.")
        {
            file, model, result, customer,
        };
        suite.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(customer) is { Length: > 0 } ids)
                return await ScoreCustomers.RunAsync(suite.Read(parsed), ids, output, cancellation);
            if (parsed.GetValue(file) is not { } path || parsed.GetValue(model) is not { } by)
                throw new CommandException("Give a file and --model, or --customer with --key.");
            var (fitted, table) = (ModelFiles.Read(by), CsvTable.Read(path));
            if (parsed.GetValue(result) is not { } into)
            {
                Write(fitted, table, output);
                return 0;
            }
            await using var writer = into.CreateText();
            Write(fitted, table, writer);
            return 0;
        });
        return command;
    }

    private static void Write(FittedModel model, CsvTable table, TextWriter output)
    {
        var columns = table.As(model.Data.Inputs);
        output.WriteLine("row,points,probability,grade,reasons,reasons_zh");
        var row = new double[columns.Count];
        for (var r = 0; r < table.RowCount; r++)
        {
            for (var c = 0; c < row.Length; c++)
                row[c] = columns[c].Values[r];
            var probability = model.Probability(row);
            var reasons = Reasons(model, row).ToList();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{r + 1},{model.Points(row)},{probability:0.000000},{model.GradeOf(probability)},"
                + $"{Quoted(string.Join("; ", reasons.Select(t => t.En)))},"
                + $"{Quoted(string.Join("；", reasons.Select(t => t.Zh)))}"));
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<Text> Reasons(FittedModel model, double[] row) => model.Effects(row)
        .Where(e => e.Adverse > 0)
        .OrderByDescending(e => e.Adverse)
        .Take(ReasonsMax)
        .Select(Reason);

    /// <summary>Features of the suite have names in both languages; a column of a file has its own.</summary>
    private static Text Reason(InputEffect effect)
    {
        var feature = FeatureCatalogue.Find(effect.Input);
        var name = feature?.Text ?? new(effect.Input, effect.Input);
        var value = double.IsNaN(effect.Value) ? new("is missing", "缺失") : ValueOf(effect, feature);
        var amount = effect.Adverse.ToString("0.##", CultureInfo.InvariantCulture);
        return effect.Best is null
            ? new($"{name.En} {value.En} (+{amount} in the log odds of default)",
                $"{name.Zh} {value.Zh}（违约对数几率 +{amount}）")
            : new($"{name.En} {value.En} (-{amount} points)", $"{name.Zh} {value.Zh}（-{amount} 分）");
    }

    private static Text ValueOf(InputEffect effect, Feature? feature)
    {
        if (feature is not null)
            return ValueText.Of(feature, feature.Fit((decimal)Math.Clamp(effect.Value, -1e15, 1e15)));
        var text = effect.Class.Length > 0
            ? effect.Class
            : effect.Value.ToString("G6", CultureInfo.InvariantCulture);
        return new(text, text);
    }
}
