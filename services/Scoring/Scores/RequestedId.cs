using System.Globalization;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

/// <summary>An id as a caller gives it.</summary>
internal static class RequestedId
{
    public static Guid Of(string text, string field) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw Refuse.Invalid(field, new("is not an id of this suite (a UUID)", "不是本系统的编号（UUID）"));
}

/// <summary>A day as a caller gives it.</summary>
internal static class RequestedDay
{
    /// <summary>Null when it is not written as YYYY-MM-DD.</summary>
    public static DateOnly? Of(Types.V1.Date date) =>
        DateOnly.TryParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
