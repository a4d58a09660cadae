using Risk.Scoring.Engine.Facts;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Features;

/// <summary>Which way a value has to go to be better.</summary>
internal enum Better
{
    Higher,
    Lower,
}

/// <summary>The facts that a feature is made from.</summary>
[Flags]
internal enum Needs
{
    MasterData = 1,
    Statement = 2,
    FormerStatement = 4,
    Settlements = 8,
    OpenItems = 16,
    Documents = 32,
    LegalRecords = 64,
}

/// <summary>What a number counts.</summary>
internal enum Unit
{
    Ratio,
    Share,
    Days,
    Months,
    Years,
    Count,
    Index,
    Class,
}

/// <summary>A named, versioned definition of one number that describes a customer.</summary>
internal sealed record Feature
{
    public required string Name { get; init; }

    /// <summary>Another one when the same facts would give another value.</summary>
    public int Version { get; init; } = 1;

    public required Text Text { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>Values beyond the range are cut to its ends.</summary>
    public required decimal Min { get; init; }

    public required decimal Max { get; init; }

    public required Better Better { get; init; }

    public required Needs Needs { get; init; }

    public required string Formula { get; init; }

    /// <summary>Where the formula comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Values are rounded to this, and are decided on as they are shown.</summary>
    public int Decimals { get; init; } = 4;

    /// <summary>
    /// Nothing that the customer does today changes it: what it is, or what it did in the past. No advice rests on it.
    /// </summary>
    public bool IsImmutable { get; init; }

    public required Func<FactSheet, FeatureValue> Define { get; init; }

    /// <summary>The smallest step between two values.</summary>
    public decimal Step => new(1, 0, 0, isNegative: false, (byte)Decimals);

    public FeatureValue Of(FactSheet facts)
    {
        var value = facts.Assumed?.TryGetValue(Name, out var assumed) is true ? assumed : Define(facts);
        return value.Reason is null ? value with { Amount = Fit(value.Amount) } : value;
    }

    public decimal Fit(decimal amount) =>
        Math.Round(Math.Clamp(amount, Min, Max), Decimals, MidpointRounding.AwayFromZero);
}

/// <summary>The value of a feature and the day as of which it was true, or the reason why there is none.</summary>
internal readonly record struct FeatureValue(decimal Amount, DateOnly? AsOf, MissingReason? Reason)
{
    public bool IsKnown => Reason is null;

    public static FeatureValue Known(decimal amount, DateOnly asOf) => new(amount, asOf, Reason: null);

    public static FeatureValue Missing(MissingReason reason) => new(0, AsOf: null, reason);

    public static FeatureValue From(Figure figure, DateOnly asOf) =>
        figure.Reason is { } reason ? Missing(reason) : Known(figure.Amount, asOf);
}
