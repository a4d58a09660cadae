using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>What several features read from the same facts, found once.</summary>
internal sealed class SharedReadings(FactSheet facts)
{
    public const int YearMonths = 12;

    /// <summary>See <see cref="StatementFigures.Latest"/>.</summary>
    public FinancialStatement? Latest { get; } = StatementFigures.LatestOf(facts);

    public IReadOnlyList<PaymentExperience> PaidInYear { get; } = PaymentExperience.Of(facts, YearMonths);

    /// <summary>A copy of the facts may differ from them: it has readings of its own.</summary>
    public bool AreOf(FactSheet other) => ReferenceEquals(facts, other);
}
