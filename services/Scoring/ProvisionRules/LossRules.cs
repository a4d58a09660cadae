using Google.Protobuf;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.ProvisionRules;

/// <summary>What is lost of what a kind of cover stands behind.</summary>
internal sealed record CoverLoss(decimal Loss, bool LowersProvision);

/// <summary>By what losses are expected: one version of the rules. Every figure names it.</summary>
internal sealed class LossRules(int version, V1.ProvisionRules rules)
{
    /// <summary>Of loss rates; a rate that is shown is the one that was reckoned with.</summary>
    public const int RateDecimals = 8;

    public const int ShippedVersion = 1;

    private readonly Dictionary<V1.Grade, decimal[]> rates = rules.Rates.ToDictionary(r => r.Grade, RatesOf);

    private readonly Dictionary<V1.CoverKind, CoverLoss> covers = rules.Covers.ToDictionary(
        c => c.Kind, c => new CoverLoss(Amounts.ToShare(c.Loss), c.LowersProvision));

    public static LossRules Shipped { get; } = new(ShippedVersion, ShippedRules());

    public int Version { get; } = version;

    /// <summary>Of figures, unless another one is asked for, ISO 4217.</summary>
    public string Currency { get; } = rules.CurrencyCode;

    public decimal ProbabilityMin { get; } = Amounts.ToShare(rules.ProbabilityMin);

    public decimal ProbabilityUnscored { get; } = Amounts.ToShare(rules.ProbabilityUnscored);

    /// <summary>Share of an uncovered claim that is lost in a default.</summary>
    public decimal LossUncovered { get; } = Amounts.ToShare(rules.LossUncovered);

    public decimal OpenOrderFactor { get; } = Amounts.ToShare(rules.OpenOrderFactor);

    public decimal ReservedFactor { get; } = Amounts.ToShare(rules.ReservedFactor);

    /// <summary>What the future is expected to make of loss rates: the mean over the scenarios.</summary>
    public decimal ScenarioFactor { get; } =
        rules.Scenarios.Sum(s => Amounts.ToShare(s.Weight) * Amounts.ToShare(s.Factor));

    /// <summary>Null: such a cover covers nothing.</summary>
    public CoverLoss? Of(V1.CoverKind kind) => covers.GetValueOrDefault(kind);

    /// <summary>A loss rate of the matrix, before scenarios and covers.</summary>
    public decimal Rate(V1.Grade grade, V1.AgeingBucket bucket) => rates[grade][(int)bucket - 1];

    /// <summary>By days past due, from not due on.</summary>
    public static decimal[] RatesOf(V1.LossRates row) =>
    [
        Amounts.ToShare(row.NotDue), Amounts.ToShare(row.Days1To30), Amounts.ToShare(row.Days31To60),
        Amounts.ToShare(row.Days61To90), Amounts.ToShare(row.DaysOver90),
    ];

    public static V1.ProvisionRules ShippedRules()
    {
        using var file = typeof(LossRules).Assembly
            .GetManifestResourceStream("Risk.Scoring.ProvisionRules.Rules.json")!;
        using var reader = new StreamReader(file);
        return JsonParser.Default.Parse<V1.ProvisionRules>(reader);
    }
}
