using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Orders;

/// <summary>What the checks allow: data, read from Rules.json; a verdict names the version that it used.</summary>
internal sealed record OrderRules
{
    public required int RulesVersion { get; init; }

    public required int ReservationSeconds { get; init; }

    /// <summary>A released order may grow by this share.</summary>
    public required decimal ReleaseDeviation { get; init; }

    public required int ReleaseDaysMax { get; init; }

    /// <summary>Of all thresholds in money, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// What one unit of the rules' currency is worth in others, for thresholds alone: steady, unlike the day's rates,
    /// which stand in for currencies that are not named.
    /// </summary>
    public required IReadOnlyDictionary<string, decimal> CurrencyFactors { get; init; }

    /// <summary>Less than this past due is overlooked.</summary>
    public required decimal OverdueAmountMin { get; init; }

    /// <summary>Customers of a worse grade wait for a person; null means that grades hold nobody.</summary>
    public V1.Grade? GradeAtLeast { get; init; }

    /// <summary>For customers without a grade.</summary>
    public required Thresholds Ungraded { get; init; }

    public required IReadOnlyDictionary<string, Thresholds> Grades { get; init; }

    public static OrderRules Shipped { get; } = Read();

    public Thresholds For(V1.Grade grade) => Grades.GetValueOrDefault(grade.ToString().ToUpperInvariant(), Ungraded);

    /// <summary>A threshold in another currency; null when neither the rules nor a rate say what it is worth.</summary>
    public decimal? In(string currency, decimal threshold, RateTable rates) =>
        currency == Currency ? threshold
        : CurrencyFactors.TryGetValue(currency, out var factor) ? Math.Round(threshold * factor, 2)
        : rates.Find(Currency, currency)?.Of(threshold);

    public bool Knows(string currency) => currency == Currency || CurrencyFactors.ContainsKey(currency);

    private static OrderRules Read()
    {
        var format = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter<V1.Grade>() },
        };
        using var file = typeof(OrderRules).Assembly.GetManifestResourceStream("Risk.Scoring.Orders.Rules.json")!;
        return JsonSerializer.Deserialize<OrderRules>(file, format)!;
    }
}

/// <summary>The thresholds for one grade; a threshold that is null is not checked.</summary>
internal sealed record Thresholds
{
    /// <summary>Whether the caller goes ahead when an input is not to be had.</summary>
    public required bool FailOpen { get; init; }

    public required int LimitGraceDays { get; init; }

    public int? OldestOverdueDaysMax { get; init; }

    /// <summary>Of the receivables, 0 to 1.</summary>
    public decimal? OverdueShareMax { get; init; }

    /// <summary>In the rules' currency; fails only together with the utilisation.</summary>
    public decimal? OverdueAmountMax { get; init; }

    /// <summary>Exposure before the order by limit in force.</summary>
    public decimal? OverdueUtilisationMax { get; init; }

    /// <summary>0 to 100; 80 is prompt.</summary>
    public decimal? PaymentIndexMin { get; init; }
}
