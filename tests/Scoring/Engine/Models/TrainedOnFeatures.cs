using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Models;

namespace Risk.Scoring.Tests.Engine.Models;

/// <summary>Models trained on made-up cases whose inputs are features of the suite.</summary>
internal static class TrainedOnFeatures
{
    private static readonly string[] Inputs =
        ["days_beyond_terms", "current_ratio", "debt_to_assets", "overdue_share", "company_age_years"];

    public static readonly IReadOnlyList<GradeRule> Rules = new ScoringModels().Champion.Frame.Rules;

    private static readonly Lazy<Dictionary<ModelKind, ModelFile>> Trained = new(() =>
        Enum.GetValues<ModelKind>().ToDictionary(k => k, Train));

    public static ModelFile Model(ModelKind kind) => Trained.Value[kind];

    public static string Json(ModelKind kind) =>
        System.Text.Encoding.UTF8.GetString(ModelFileReader.Write(Model(kind)));

    public static TrainedModel Scoring(ModelKind kind) => new(Model(kind), Rules);

    /// <summary>Values of the inputs as customers have them, some missing; the same for a seed.</summary>
    public static IEnumerable<FeatureValue[]> Customers(int count, ulong seed = 7)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            yield return
            [
                .. Inputs.Select(name => random.Share() < 0.1
                    ? FeatureValue.Missing(MissingReason.NotStated)
                    : FeatureValue.Known(FeatureCatalogue.Find(name)!.Fit((decimal)Draw(name, random)), default)),
            ];
        }
    }

    private static ModelFile Train(ModelKind kind)
    {
        var random = new SeededRandom(20260101);
        var rows = Customers(3_000, seed: 11).ToList();
        var target = rows.Select(r => random.Share() < Risk(r) ? 1.0 : 0.0).ToArray();
        var columns = Inputs.Select((name, i) =>
            new Column(name, [.. rows.Select(r => r[i].IsKnown ? (double)r[i].Amount : double.NaN)])).ToList();
        var directions = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["days_beyond_terms"] = 1,
            ["current_ratio"] = -1,
            ["debt_to_assets"] = 1,
            ["overdue_share"] = 1,
            ["company_age_years"] = -1,
        };
        return Trainer.Train(new() { Columns = columns, Target = target }, new()
        {
            Name = kind.ToString().ToLowerInvariant(),
            Kind = kind,
            Classing = new ClassingOptions { Directions = directions },
            Boosting = new() { TreesMax = 60, LeavesMax = 8, Monotone = directions },
        });
    }

    private static double Risk(FeatureValue[] values)
    {
        double At(int i, double otherwise) => values[i].IsKnown ? (double)values[i].Amount : otherwise;
        var odds = -4.2 + At(0, 20) / 25 - 0.5 * Math.Min(At(1, 1.5), 4) + 2 * At(2, 0.6) + 1.5 * At(3, 0.2)
            - Math.Min(At(4, 8), 30) / 20;
        return 1 / (1 + Math.Exp(-odds));
    }

    private static double Draw(string name, SeededRandom random) => name switch
    {
        "days_beyond_terms" => Math.Round(90 * random.Share() * random.Share() * 10) / 10,
        "current_ratio" => 0.3 + 4 * random.Share() * random.Share(),
        "debt_to_assets" => 0.1 + random.Share(),
        "overdue_share" => random.Share() * random.Share(),
        _ => 60 * random.Share() * random.Share(),
    };
}
