using Google.Protobuf;
using Risk.Scoring.Concentration;
using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>What the checks allow: one version of the policy. A verdict names the version that it used.</summary>
internal sealed class OrderRules
{
    private readonly Dictionary<V1.Grade, Thresholds> grades;
    private readonly Dictionary<V1.Grade, GradeLimits> limits;
    private readonly Dictionary<string, decimal> factors;

    public OrderRules(int version, V1.PolicyRules rules)
    {
        Version = version;
        Currency = rules.CurrencyCode;
        factors = rules.CurrencyFactors.ToDictionary(
            f => f.CurrencyCode, f => Amounts.ToShare(f.Factor), StringComparer.Ordinal);
        OverdueAmountMin = Amounts.ToShare(rules.OverdueAmountMin);
        GradeAtLeast = rules.GradeAtLeast == V1.Grade.Unspecified ? null : rules.GradeAtLeast;
        ReservationSeconds = rules.ReservationSeconds;
        ReleaseDeviation = Amounts.ToShare(rules.ReleaseDeviation);
        ReleaseDaysMax = rules.ReleaseDaysMax;
        grades = rules.Grades.ToDictionary(g => g.Grade, Thresholds.Of);
        HorizonDays = rules.HasOrderHorizonDays ? rules.OrderHorizonDays : null;
        Scoped = new(rules.ScopedRules);
        Caps = new(rules.ConcentrationCaps);
        LimitCombination = rules.LimitCombination;
        ReferenceMonthsMax =
            rules.CreditReferenceMonthsMax == 0 ? ReferenceMonthsDefault : rules.CreditReferenceMonthsMax;
        limits = rules.Grades.ToDictionary(g => g.Grade, GradeLimits.Of);
        PortfolioAmountMin = Amounts.ToShare(rules.PortfolioAmountMin);
        PortfolioAgeSecondsMax = rules.PortfolioAgeSecondsMax == 0
            ? PortfolioAgeSecondsDefault
            : rules.PortfolioAgeSecondsMax;
    }

    /// <summary>The version that comes with the software.</summary>
    public static OrderRules Shipped { get; } = new(ShippedVersion, ShippedRules());

    public const int ShippedVersion = 4;

    private const int PortfolioAgeSecondsDefault = 300;
    private const int ReferenceMonthsDefault = 12;

    public int Version { get; }

    /// <summary>Of all thresholds in money, ISO 4217.</summary>
    public string Currency { get; }

    /// <summary>Less than this past due is overlooked.</summary>
    public decimal OverdueAmountMin { get; }

    /// <summary>Customers of a worse grade wait for a person; null means that grades hold nobody.</summary>
    public V1.Grade? GradeAtLeast { get; }

    public int ReservationSeconds { get; }

    /// <summary>A released order may grow by this share.</summary>
    public decimal ReleaseDeviation { get; }

    public int ReleaseDaysMax { get; }

    /// <summary>Orders to be delivered later do not count yet; null means that all count.</summary>
    public int? HorizonDays { get; }

    public ScopedRules Scoped { get; }

    public Caps Caps { get; }

    /// <summary>Shares of the portfolio are taken of at least this.</summary>
    public decimal PortfolioAmountMin { get; }

    public int PortfolioAgeSecondsMax { get; }

    /// <summary>How the methods of a limit proposal become one.</summary>
    public V1.LimitCombination LimitCombination { get; }

    /// <summary>Limit proposals do not count older credit references.</summary>
    public int ReferenceMonthsMax { get; }

    public GradeLimits LimitsFor(V1.Grade grade) =>
        limits.TryGetValue(grade, out var found) ? found : limits[V1.Grade.Unspecified];

    public Thresholds For(V1.Grade grade) =>
        grades.TryGetValue(grade, out var thresholds) ? thresholds : grades[V1.Grade.Unspecified];

    /// <summary>
    /// A threshold in another currency, by a steady factor of the rules, or the day's rate; null when there is neither.
    /// </summary>
    public decimal? In(string currency, decimal threshold, RateTable rates) =>
        currency == Currency ? threshold
        : factors.TryGetValue(currency, out var factor) ? MinorUnits.Round(threshold * factor, currency)
        : rates.Find(Currency, currency)?.Of(threshold);

    /// <summary>An amount in the rules' currency; null when there is neither a rate nor a factor.</summary>
    public decimal? From(string currency, decimal amount, RateTable rates) =>
        rates.Find(currency, Currency)?.Of(amount)
        ?? (factors.TryGetValue(currency, out var factor) ? MinorUnits.Round(amount / factor, Currency) : null);

    public bool Knows(string currency) => currency == Currency || factors.ContainsKey(currency);

    public static V1.PolicyRules ShippedRules()
    {
        using var file = typeof(OrderRules).Assembly.GetManifestResourceStream("Risk.Scoring.Orders.Rules.json")!;
        using var reader = new StreamReader(file);
        return JsonParser.Default.Parse<V1.PolicyRules>(reader);
    }
}
