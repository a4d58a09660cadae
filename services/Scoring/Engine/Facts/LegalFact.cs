namespace Risk.Scoring.Engine.Facts;

/// <summary>The kinds of legal and compliance records; the numbers of the contract.</summary>
internal enum LegalKind
{
    Unstated = 0,
    Lawsuit = 1,
    Enforcement = 2,
    DishonestDebtor = 3,
    ConsumptionRestriction = 4,
    AdministrativePenalty = 5,
    TaxViolation = 6,
    AbnormalOperation = 7,
    Pledge = 8,
    Insolvency = 9,
    SanctionsMatch = 10,
}

/// <summary>A legal or compliance record; it stands until it has ended.</summary>
internal sealed record LegalFact(LegalKind Kind, DateOnly RecordedOn)
{
    public DateOnly? EndedOn { get; init; }

    public bool IsKnownOn(DateOnly day) => RecordedOn <= day;

    public bool StandsOn(DateOnly day) => IsKnownOn(day) && (EndedOn is null || EndedOn > day);
}
