using System.Globalization;

namespace Risk.Intake.Values;

/// <summary>Days as the contract writes them: YYYY-MM-DD.</summary>
internal static class Dates
{
    public const string Format = "yyyy-MM-dd";

    public static bool TryRead(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static string Write(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    public static DateOnly EndOfMonth(DateOnly day) =>
        new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>The day so many days later; null when the calendar has none.</summary>
    public static DateOnly? After(DateOnly day, long days)
    {
        var number = day.DayNumber + days;
        return number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : null;
    }
}
