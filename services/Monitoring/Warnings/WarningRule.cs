using System.Text.Json.Serialization;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Warnings;

/// <summary>How grave a warning is; the numbers are those of the contract.</summary>
internal enum Severity : short
{
    Notice = 1,
    Attention = 2,
    Serious = 3,
    Critical = 4,
}

/// <summary>What of an indicator a rule looks at.</summary>
internal enum Measure
{
    Value,

    [JsonStringEnumMemberName("rise_30_days")]
    Rise30Days,
}

/// <summary>Which documents are evidence.</summary>
internal enum EvidenceDocuments
{
    None,
    Overdue,
    Disputed,
}

/// <summary>Raised at a level, a warning keeps its severity until the value falls below another.</summary>
internal sealed record RuleLevel
{
    public required Severity Severity { get; init; }
    public required decimal RaiseAt { get; init; }
    public required decimal ClearBelow { get; init; }
}

/// <summary>Without it nothing is raised, however high the value: it would not matter.</summary>
internal sealed record RuleRequirement
{
    public required string Indicator { get; init; }
    public required decimal AtLeast { get; init; }

    /// <summary>The warning ends when the value falls below this; null when it is asked only to raise one.</summary>
    public decimal? ClearBelow { get; init; }
}

/// <summary>When an indicator becomes a warning, how grave, and what it says.</summary>
internal sealed record WarningRule
{
    public required string Rule { get; init; }
    public required int Version { get; init; }
    public required string Indicator { get; init; }
    public required Measure Measure { get; init; }

    /// <summary>With <c>{value}</c> and <c>{rise}</c> where these belong.</summary>
    public required Text Text { get; init; }

    /// <summary>From the mildest to the gravest.</summary>
    public required IReadOnlyList<RuleLevel> Levels { get; init; }

    public required IReadOnlyList<RuleRequirement> Requires { get; init; }
    public required EvidenceDocuments Documents { get; init; }

    /// <summary>Where the levels come from.</summary>
    public required string Source { get; init; }
}

/// <summary>The rules that are in force together.</summary>
internal sealed record RuleSet
{
    public required int Version { get; init; }
    public required IReadOnlyList<WarningRule> Rules { get; init; }

    public static RuleSet Shipped { get; } = RuleReader.ReadShipped();
}
