using System.Globalization;

namespace Risk.Monitoring;

/// <summary>Values of the contract as the language has them, and back.</summary>
internal static class ContractValues
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static DateOnly? ToDay(this Types.V1.Date? date) =>
        date is { Value.Length: > 0 }
            ? DateOnly.ParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    /// <summary>Unset is 0.</summary>
    public static decimal ToAmount(this Types.V1.Money? money) =>
        money is { Amount.Length: > 0 } ? decimal.Parse(money.Amount, Plain, CultureInfo.InvariantCulture) : 0;

    /// <summary>Unset is 0.</summary>
    public static decimal ToNumber(this Types.V1.Decimal? number) =>
        number is { Value.Length: > 0 } ? decimal.Parse(number.Value, Plain, CultureInfo.InvariantCulture) : 0;

    public static Types.V1.Decimal ToContract(this decimal number) =>
        new() { Value = number.ToString("0.####", CultureInfo.InvariantCulture) };

    /// <summary>The day in UTC.</summary>
    public static DateOnly ToDay(this DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
