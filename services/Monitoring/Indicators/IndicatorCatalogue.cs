using System.Collections.Frozen;

namespace Risk.Monitoring.Indicators;

/// <summary>Every indicator, by name.</summary>
internal static class IndicatorCatalogue
{
    public static readonly IReadOnlyList<IndicatorDefinition> All =
    [
        .. CreditIndicators.All.Concat(PaymentIndicators.All).Concat(MaterialityIndicators.All)
            .OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, IndicatorDefinition> ByName =
        All.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);

    /// <summary>Null when there is none of this name.</summary>
    public static IndicatorDefinition? Find(string name) => ByName.GetValueOrDefault(name);
}

/// <summary>An indicator of a customer, as it is and as it was a month before.</summary>
internal sealed record Reading(IndicatorDefinition Indicator, IndicatorValue? Now, IndicatorValue? Before)
{
    public const int MonthDays = 30;

    /// <summary>By how much it has risen within the month; null when either is not known.</summary>
    public decimal? Rise => Now?.Value - Before?.Value;

    public string Unit => Now?.Unit ?? Indicator.Unit;

    public static IReadOnlyDictionary<string, Reading> All(WatchedFacts facts, DateOnly day) =>
        IndicatorCatalogue.All.ToDictionary(
            d => d.Name,
            d => new Reading(d, d.Of(facts, day), d.Of(facts, day.AddDays(-MonthDays))), StringComparer.Ordinal);
}
