using System.Text.Json.Serialization;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>What every model has, whatever it reckons by.</summary>
internal record ModelFrame
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<FactorGroup> Groups { get; init; }

    /// <summary>The master scale: the first grade whose bound the probability does not pass.</summary>
    public required IReadOnlyList<GradeBound> Grades { get; init; }

    public required IReadOnlyList<GradeRule> Rules { get; init; }

    public IEnumerable<Factor> Factors => Groups.SelectMany(g => g.Factors);
}

/// <summary>
/// A scorecard as data: what counts how much, what that means as a probability, and what limits it.
/// </summary>
internal sealed record Scorecard : ModelFrame
{
    public const int PointsMax = 1000;

    /// <summary>
    /// Probability of default within 12 months by points, ascending from 0 to the most; linear between.
    /// </summary>
    public required IReadOnlyList<CalibrationPoint> Calibration { get; init; }
}

/// <summary>Factors that speak of the same side of a customer.</summary>
internal sealed record FactorGroup
{
    public required string Name { get; init; }

    public required Text Text { get; init; }

    /// <summary>Share of the score, 0 to 1: the best points of its factors over the most points.</summary>
    public required decimal Weight { get; init; }

    public required IReadOnlyList<Factor> Factors { get; init; }
}

/// <summary>A feature with the points that its values give.</summary>
internal sealed record Factor
{
    /// <summary>Name of the feature in the catalogue.</summary>
    public required string Feature { get; init; }

    public required int FeatureVersion { get; init; }

    public required int PointsBest { get; init; }

    /// <summary>What the factor counts from: 0 where experts give the points, else the least of its classes.</summary>
    [JsonIgnore]
    public int PointsLeast { get; init; }

    /// <summary>A value older than this many months gives its points but no confidence.</summary>
    public required int FreshMonths { get; init; }

    public required Missing Missing { get; init; }

    /// <summary>Ascending; together they cover every value. None where the points depend on other factors.</summary>
    public required IReadOnlyList<Bin> Bins { get; init; }

    /// <summary>Why points were lost; {value} stands for the value with its unit.</summary>
    public required Text Reason { get; init; }
}

/// <summary>The values from the bin before up to, and without, the edge; the last bin has no edge.</summary>
internal sealed record Bin
{
    public decimal? Below { get; init; }

    public required int Points { get; init; }
}

/// <summary>What a model does about a value that is not there.</summary>
internal enum MissingPolicy
{
    /// <summary>Points of a customer of whom nothing else is known.</summary>
    Neutral,

    /// <summary>Few points: a customer in order would have let us know.</summary>
    Penalty,

    /// <summary>No score without it.</summary>
    Refuse,
}

internal sealed record Missing
{
    public required MissingPolicy Policy { get; init; }

    public int Points { get; init; }
}

internal sealed record CalibrationPoint
{
    public required int Points { get; init; }

    public required decimal Probability { get; init; }
}

internal sealed record GradeBound
{
    public required Grade Grade { get; init; }

    public required decimal ProbabilityMax { get; init; }
}

/// <summary>A rule that limits the grade while a feature is at or beyond a value. Caps win over floors.</summary>
internal sealed record GradeRule
{
    public required string Name { get; init; }

    public required Text Text { get; init; }

    public required string Feature { get; init; }

    /// <summary>It applies from this value up; either this or <see cref="ValueAtMost"/>.</summary>
    public decimal? ValueAtLeast { get; init; }

    public decimal? ValueAtMost { get; init; }

    /// <summary>A cap: the grade is not better; either this or <see cref="GradeAtLeast"/>.</summary>
    public Grade? GradeAtMost { get; init; }

    /// <summary>A floor: the grade is not worse.</summary>
    public Grade? GradeAtLeast { get; init; }

    public bool AppliesTo(decimal value) => ValueAtLeast is { } least ? value >= least : value <= ValueAtMost;
}
