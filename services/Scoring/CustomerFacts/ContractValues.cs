using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Risk.Scoring.CustomerFacts;

/// <summary>Values of the contract as the language has them; what is unset or empty is null.</summary>
internal static class ContractValues
{
    public static DateOnly? ToDay(this Types.V1.Date? date) =>
        date is { Value.Length: > 0 }
            ? DateOnly.ParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    public static decimal? ToNumber(this Types.V1.Decimal? number) =>
        number is { Value.Length: > 0 }
            ? decimal.Parse(number.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture)
            : null;

    public static Guid? ToId(this string id) => id.Length > 0 ? Guid.Parse(id) : null;

    /// <summary>In UTC, as timestamps are stored.</summary>
    public static DateTime ToTime(this Timestamp? time, DateTimeOffset otherwise) =>
        time?.ToDateTime() ?? otherwise.UtcDateTime;
}
