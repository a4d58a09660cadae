namespace Risk.Intake.Mappings;

/// <summary>What becomes of a row about a customer that is known.</summary>
internal enum WhenKnown
{
    /// <summary>It must say nothing else than what is known, or is refused.</summary>
    Compare,

    /// <summary>The customer stays as it is, whatever the row says of it.</summary>
    Keep,

    /// <summary>The customer is changed to what the row says, by the rules of every change.</summary>
    Update,
}
