namespace Risk.Scoring.Engine.Features;

/// <summary>Spans between days as people count them.</summary>
internal static class Calendar
{
    private const decimal YearDays = 365.25m;

    public static int WholeMonths(DateOnly from, DateOnly to) =>
        (to.Year - from.Year) * 12 + to.Month - from.Month - (to.Day < from.Day ? 1 : 0);

    public static decimal Years(DateOnly from, DateOnly to) => (to.DayNumber - from.DayNumber) / YearDays;
}
