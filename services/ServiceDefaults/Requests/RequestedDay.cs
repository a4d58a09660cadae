using System.Globalization;

namespace Risk.ServiceDefaults.Requests;

/// <summary>A day as a caller gives it.</summary>
public static class RequestedDay
{
    /// <summary>Null when it is not written as YYYY-MM-DD.</summary>
    public static DateOnly? Of(Types.V1.Date date) =>
        DateOnly.TryParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
