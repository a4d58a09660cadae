using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Outcomes;

/// <summary>
/// When a customer was in default, judged by the facts of a day with all that is known of that day by now.
/// <paramref name="onDay"/> gives these facts; <paramref name="turns"/> are the days on which something may have become
/// worse, such as that on which an item becomes so many days past due.
/// </summary>
internal sealed class DefaultHistory(
    OutcomeDefinition definition, Func<DateOnly, FactSheet> onDay, IEnumerable<DateOnly> turns)
{
    private readonly Dictionary<DateOnly, (DefaultCause? Cause, bool IsLate)> known = [];
    private readonly List<DateOnly> turns = [.. turns.Distinct().Order()];

    /// <summary>Judges the day of observation by what happened around it and until today.</summary>
    public Observation Observe(DateOnly day, DateOnly? firstTradeOn, DateOnly today)
    {
        if (firstTradeOn is not { } first || first > day.AddMonths(-definition.AgeMonthsMin))
            return new(OutcomeKind.TooYoung);
        if (FirstIn(day.AddMonths(-definition.CoolOffMonths), day) is not null)
            return new(OutcomeKind.InDefault);
        var end = day.AddMonths(definition.WindowMonths);
        if (end >= today)
            return new(OutcomeKind.Open);
        if (FirstIn(day.AddDays(1), end) is { } defaulted)
            return new(OutcomeKind.Bad) { DefaultOn = defaulted.On, Cause = defaulted.Cause };
        return definition.IndeterminateDays > 0 && DaysIn(day.AddDays(1), end).Any(d => StateOn(d).IsLate)
            ? new(OutcomeKind.Indeterminate)
            : new(OutcomeKind.Good);
    }

    private (DateOnly On, DefaultCause Cause)? FirstIn(DateOnly from, DateOnly to)
    {
        foreach (var day in DaysIn(from, to))
        {
            if (StateOn(day).Cause is { } cause)
                return (day, cause);
        }
        return null;
    }

    /// <summary>The ends, the turns between them, and the ends of months: what is owed may shrink in silence.</summary>
    private IEnumerable<DateOnly> DaysIn(DateOnly from, DateOnly to)
    {
        var days = new SortedSet<DateOnly>(turns.Where(t => t >= from && t <= to)) { from, to };
        for (var month = new DateOnly(from.Year, from.Month, 1).AddMonths(1); month <= to; month = month.AddMonths(1))
            days.Add(month.AddDays(-1));
        return days;
    }

    private (DefaultCause? Cause, bool IsLate) StateOn(DateOnly day)
    {
        if (known.TryGetValue(day, out var state))
            return state;
        var facts = onDay(day);
        return known[day] = (
            DefaultShares.CauseOf(facts, definition.Default),
            DefaultShares.PastDue(facts, definition.Default, definition.IndeterminateDays)
                >= definition.Default.ShareMin);
    }
}
