using System.Text.Json;
using System.Text.Json.Serialization;

namespace Risk.Scoring.Orders;

/// <summary>What the checks allow: data, read from Rules.json; a verdict names the version that it used.</summary>
internal sealed record OrderRules
{
    public required int RulesVersion { get; init; }

    public required int ReservationSeconds { get; init; }

    /// <summary>A released order may grow by this share.</summary>
    public required decimal ReleaseDeviation { get; init; }

    public required int ReleaseDaysMax { get; init; }

    /// <summary>For customers without a grade.</summary>
    public required Thresholds Ungraded { get; init; }

    public required IReadOnlyDictionary<string, Thresholds> Grades { get; init; }

    public static OrderRules Shipped { get; } = Read();

    public Thresholds For(V1.Grade grade) => Grades.GetValueOrDefault(grade.ToString().ToUpperInvariant(), Ungraded);

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

    /// <summary>In the account's currency; fails only together with the utilisation.</summary>
    public decimal? OverdueAmountMax { get; init; }

    /// <summary>Exposure before the order by limit in force.</summary>
    public decimal? OverdueUtilisationMax { get; init; }

    /// <summary>0 to 100; 80 is prompt.</summary>
    public decimal? PaymentIndexMin { get; init; }

    public V1.Grade? GradeAtLeast { get; init; }
}
