using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>An amount with the days after its due day at which it was paid, or at which it is still unpaid.</summary>
internal readonly record struct PaymentExperience(string Currency, decimal Amount, int Count, int DaysLate)
{
    /// <summary>
    /// What was paid within the months up to the day, and what is past due and unpaid on it or was given up of late:
    /// who never pays must not look better than who pays late.
    /// </summary>
    public static IReadOnlyList<PaymentExperience> Of(FactSheet facts, int months)
    {
        var after = facts.AsOf.AddMonths(-months);
        var writtenOffAfter = facts.AsOf.AddMonths(-DefaultDefinition.InForce.WriteOffMonths);
        return
        [
            .. facts.Settled
                .Where(s => s.Kind == SettlementKind.Paid && s.SettledOn > after && s.SettledOn <= facts.AsOf)
                .Select(s => new PaymentExperience(
                    s.Currency, s.Amount, s.Count, s.SettledOn.DayNumber - s.DueOn.DayNumber)),
            .. facts.Settled
                .Where(s => s.Kind == SettlementKind.WrittenOff && s.SettledOn <= facts.AsOf && s.DueOn < facts.AsOf
                    && s.SettledOn > writtenOffAfter)
                .Select(s => new PaymentExperience(
                    s.Currency, s.Amount, s.Count, facts.AsOf.DayNumber - s.DueOn.DayNumber)),
            .. facts.Unpaid
                .Where(u => u.DueOn < facts.AsOf)
                .Select(u => new PaymentExperience(
                    u.Currency, u.Amount, u.Count, facts.AsOf.DayNumber - u.DueOn.DayNumber)),
        ];
    }

    public static decimal Mean(IReadOnlyList<PaymentExperience> experiences, Func<int, decimal> valueOfDaysLate) =>
        Weighted.Mean(experiences.Select(e =>
            new Weighted(e.Currency, e.Amount, e.Count, valueOfDaysLate(e.DaysLate))));
}
