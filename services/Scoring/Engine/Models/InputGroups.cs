using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Models;

/// <summary>The groups into which the inputs of a trained model fall: by the facts that they are made from.</summary>
internal static class InputGroups
{
    private sealed record Kind(string Name, Text Text, Needs Needs, int FreshMonths);

    private static readonly Kind[] Kinds =
    [
        new("payment_behaviour", new("Payment behaviour", "付款行为"), Needs.Settlements | Needs.OpenItems, 6),
        new("financials", new("Financial statements", "财务报表"), Needs.Statement | Needs.FormerStatement, 18),
        new("trade", new("Trade with us", "交易往来"), Needs.Documents, 12),
        new("legal", new("Legal and compliance", "法律与合规"), Needs.LegalRecords, 24),
        new("company", new("Company and market", "企业与市场"), Needs.MasterData, 36),
    ];

    /// <summary>Without factors, weights and points: what every input has whatever the model.</summary>
    public static Factor FactorOf(Feature feature) => new()
    {
        Feature = feature.Name,
        FeatureVersion = feature.Version,
        PointsBest = 0,
        FreshMonths = KindOf(feature).FreshMonths,
        Missing = new() { Policy = MissingPolicy.Neutral },
        Bins = [],
        Reason = new($"{Upper(feature.Text.En)}: {{value}}", $"{feature.Text.Zh}：{{value}}"),
    };

    /// <summary>The groups that have factors; the weights are shares of the points that their factors move.</summary>
    public static IReadOnlyList<FactorGroup> Of(IEnumerable<Factor> factors)
    {
        var all = factors.ToLookup(f => KindOf(FeatureCatalogue.Find(f.Feature)!));
        var range = all.SelectMany(g => g).Sum(Range);
        return
        [
            .. Kinds.Where(all.Contains).Select(k => new FactorGroup
            {
                Name = k.Name,
                Text = k.Text,
                Weight = range == 0 ? 0 : Math.Round((decimal)all[k].Sum(Range) / range, 4),
                Factors = [.. all[k]],
            }),
        ];
    }

    private static int Range(Factor factor) => factor.PointsBest - factor.PointsLeast;

    private static Kind KindOf(Feature feature) => Kinds.First(k => (k.Needs & feature.Needs) != default);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
