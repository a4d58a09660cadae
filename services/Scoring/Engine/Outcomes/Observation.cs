using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Outcomes;

/// <summary>What became of a customer after a day; the numbers of the contract.</summary>
internal enum OutcomeKind
{
    Good = 1,
    Bad = 2,

    /// <summary>In default on the day, or too short a time before.</summary>
    InDefault = 3,
    TooYoung = 4,

    /// <summary>Seriously late without default.</summary>
    Indeterminate = 5,

    /// <summary>The window has not ended yet.</summary>
    Open = 6,
}

/// <summary>The outcome of a customer after a day; when and by what it defaulted where it did.</summary>
internal sealed record Observation(OutcomeKind Kind)
{
    public DateOnly? DefaultOn { get; init; }

    public DefaultCause? Cause { get; init; }

    public bool IsLearntFrom => Kind is OutcomeKind.Good or OutcomeKind.Bad;
}
