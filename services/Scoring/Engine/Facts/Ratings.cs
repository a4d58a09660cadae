using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Facts;

/// <summary>A rating that an agency has given, as it writes it.</summary>
internal sealed record RatingFact(string Agency, string Rating, DateOnly RatedOn)
{
    /// <summary>Null while the agency has given no other one.</summary>
    public DateOnly? ValidUntil { get; init; }

    public bool HoldsOn(DateOnly day) => RatedOn <= day && !(ValidUntil < day);
}

/// <summary>The grade of the head of a customer's group, and the day of the facts that it rests on.</summary>
internal sealed record HeadGrade(Grade Grade, DateOnly AsOf);
