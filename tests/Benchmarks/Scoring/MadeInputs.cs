using System.Text.Json;
using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Benchmarks.Scoring;

/// <summary>Values for the factors of a scorecard, from a seed: all bins, their very edges, and missing ones.</summary>
internal static class MadeInputs
{
    private const double MissingShare = 0.1;
    private const double EdgeShare = 0.2;

    public static Dictionary<string, decimal?>[] Of(Scorecard card, int count)
    {
        var random = new SeededRandom(20260101);
        var factors = card.Factors.Select(f => (Factor: f, Feature: FeatureCatalogue.Find(f.Feature)!)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(_ => factors.ToDictionary(
                f => f.Feature.Name, f => Value(f.Factor, f.Feature, random), StringComparer.Ordinal)),
        ];
    }

    public static byte[] ToJson(Dictionary<string, decimal?>[] inputs) => JsonSerializer.SerializeToUtf8Bytes(inputs);

    public static double[] ToRow(Scorecard card, Dictionary<string, decimal?> input) =>
        [.. card.Factors.Select(f => input[f.Feature] is { } value ? (double)value : double.NaN)];

    /// <summary>The bins of the card laid out flat, as a trained scorecard's are.</summary>
    public static PointTable TableOf(Scorecard card) => new(new()
    {
        Scale = new(),
        Characteristics =
        [
            .. card.Factors.Select(f => new ScoredCharacteristic
            {
                Of = new()
                {
                    Input = new() { Name = f.Feature },
                    Classes = [.. f.Bins.Select((_, bin) => RangeOf(f, bin)), Class(ClassKind.Missing)],
                    Direction = 0,
                    InformationValue = 0,
                },
                Coefficient = 1,
                Points = [.. f.Bins.Select(b => b.Points), f.Missing.Points],
            }),
        ],
    });

    private static RiskClass RangeOf(Factor factor, int bin) => Class(ClassKind.Range) with
    {
        From = bin == 0 ? null : (double?)factor.Bins[bin - 1].Below,
        Below = (double?)factor.Bins[bin].Below,
    };

    private static RiskClass Class(ClassKind kind) => new() { Kind = kind, Good = 0, Bad = 0, Woe = 0 };

    private static decimal? Value(Factor factor, Feature feature, SeededRandom random)
    {
        if (random.Share() < MissingShare)
            return null;
        var edges = factor.Bins.Select(b => b.Below).OfType<decimal>().ToArray();
        if (random.Share() < EdgeShare)
            return edges[random.Below(edges.Length)];
        var margin = (edges[^1] - edges[0]) / edges.Length;
        return feature.Fit(edges[0] - margin + (edges[^1] - edges[0] + 2 * margin) * (decimal)random.Share());
    }
}
