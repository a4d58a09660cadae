using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;

namespace Risk.Benchmarks.Scoring;

/// <summary>The expert scorecard's bins as a decision table, here and in the decision engines of npm.</summary>
internal sealed class RulesAgainstEngines : IBenchmark
{
    private const string Zen = "zen-engine";
    private const string JsonRules = "json-rules-engine";
    private const int Seconds = 3;
    private const int Measured = 5_000;

    private static readonly DateOnly AsOf = new(2026, 6, 30);

    public string Name => "rules";

    public string Aim => "the expert scorecard's table, values to points, against @gorules/zen-engine and "
        + "json-rules-engine with equal answers on 100,000 inputs (aim >= 100 of each)";

    public async Task<string> RunAsync()
    {
        var card = ScoringModels.Shipped("expert.1");
        var inputs = MadeInputs.Of(card, RunSize.Of("RISK_BENCH_INPUTS", 100_000));
        var (cardFile, inputFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await File.WriteAllBytesAsync(cardFile, ScoringModels.ShippedDefinition());
            await File.WriteAllBytesAsync(inputFile, MadeInputs.ToJson(inputs));
            using var peer = await NodePeer.StartAsync(cardFile, inputFile);
            var equal = await CompareAnswersAsync(card, inputs, peer);
            return equal + await MeasureAsync(card, [.. inputs.Take(Measured)], peer);
        }
        finally
        {
            File.Delete(cardFile);
            File.Delete(inputFile);
        }
    }

    private static async Task<string> CompareAnswersAsync(
        Scorecard card, Dictionary<string, decimal?>[] inputs, NodePeer peer)
    {
        var (table, model) = (MadeInputs.TableOf(card), new ScorecardModel(card));
        var given = new int[table.Count];
        var points = inputs.Select(i => table.Score(MadeInputs.ToRow(card, i), given)).ToArray();
        var whole = inputs.Select(i => model.Score(SheetOf(i)).Result!.Points).ToArray();
        var (zen, jsonRules) = (await peer.AnswersAsync(Zen), await peer.AnswersAsync(JsonRules));
        return string.Create(CultureInfo.InvariantCulture, $"""
              {inputs.Length:N0} inputs, answers that differ from the table's:
                {Zen} {Others(points, zen)}, {JsonRules} {Others(points, jsonRules)}, scorecard {Others(points, whole)}

            """);
    }

    private static async Task<string> MeasureAsync(Scorecard card, Dictionary<string, decimal?>[] inputs, NodePeer peer)
    {
        var (table, model) = (MadeInputs.TableOf(card), new ScorecardModel(card));
        var rows = inputs.Select(i => MadeInputs.ToRow(card, i)).ToArray();
        var sheets = inputs.Select(SheetOf).ToArray();
        var told = new List<string>();
        foreach (var engine in (string[])[Zen, JsonRules])
        {
            var rates = new List<double>();
            var compared = await Rounds.CompareAsync($"inputs a second (yardstick: {engine})",
                () => TableRateAsync(table, rows),
                async () =>
                {
                    rates.Add(await peer.RateAsync(engine, Seconds));
                    return rates[^1];
                });
            var whole = await Bench.PerSecondAsync(() =>
                (sheets.Length, sheets.Sum(s => model.Score(s).Result!.Reasons.Count())));
            told.Add(string.Create(CultureInfo.InvariantCulture, $"""
                {compared}
                  whole     {whole,12:N0} with bins, reasons and rules, ratio {whole / Rounds.Median(rates):0.0}
                """));
        }
        return string.Join('\n', told);
    }

    private static Task<double> TableRateAsync(PointTable table, double[][] rows)
    {
        var given = new int[table.Count];
        return Bench.PerSecondAsync(() =>
        {
            long sum = 0;
            foreach (var row in rows)
                sum += table.Score(row, given);
            return (rows.Length, sum);
        });
    }

    private static FactSheet SheetOf(Dictionary<string, decimal?> input) => new()
    {
        AsOf = AsOf,
        Assumed = input.ToDictionary(i => i.Key, i => i.Value is { } value
            ? FeatureValue.Known(value, AsOf)
            : FeatureValue.Missing(MissingReason.NotStated), StringComparer.Ordinal),
    };

    private static int Others(int[] ours, int[] theirs) =>
        ours.Length == theirs.Length
            ? ours.Zip(theirs).Count(pair => pair.First != pair.Second)
            : throw new InvalidOperationException($"{theirs.Length} answers to {ours.Length} inputs");
}
