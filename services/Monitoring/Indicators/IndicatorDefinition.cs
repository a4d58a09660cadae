using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Indicators;

/// <summary>A value, and when the newest fact in it was true.</summary>
internal sealed record IndicatorValue(decimal Value, DateTimeOffset AsOf)
{
    /// <summary>Of an amount, its currency; else null, and the definition says the unit.</summary>
    public string? Unit { get; init; }

    public static IndicatorValue On(decimal value, DateOnly day) =>
        new(value, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
}

/// <summary>A figure that is watched: what it is called, in what it is measured, and how it is computed.</summary>
internal sealed record IndicatorDefinition
{
    public required string Name { get; init; }
    public required Text Text { get; init; }

    /// <summary>
    /// <c>ratio</c>, <c>days</c>, <c>notches</c>, <c>count</c>, <c>times</c>, or <c>amount</c> in a currency.
    /// </summary>
    public required string Unit { get; init; }

    public required int Decimals { get; init; }

    /// <summary>How it is computed, for documentation.</summary>
    public required string Formula { get; init; }

    /// <summary>As of the end of a day; null when it is not known.</summary>
    public required Func<WatchedFacts, DateOnly, IndicatorValue?> Compute { get; init; }

    /// <summary>Rounded before anything is decided on it: what is shown is what was decided on.</summary>
    public IndicatorValue? Of(WatchedFacts facts, DateOnly day) =>
        Compute(facts, day) is { } value
            ? value with { Value = Math.Round(value.Value, Decimals, MidpointRounding.AwayFromZero) }
            : null;
}
