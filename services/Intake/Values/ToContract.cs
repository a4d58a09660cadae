using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;

namespace Risk.Intake.Values;

/// <summary>Writes values as the contract has them; what is unknown stays unset.</summary>
internal static class ToContract
{
    [return: NotNullIfNotNull(nameof(day))]
    public static Types.V1.Date? Day(DateOnly? day) =>
        day is { } known ? new Types.V1.Date { Value = Dates.Write(known) } : null;

    [return: NotNullIfNotNull(nameof(number))]
    public static Types.V1.Decimal? Number(decimal? number) =>
        number is { } known ? new Types.V1.Decimal { Value = Decimals.Write(known) } : null;

    public static Types.V1.Money? Amount(decimal? amount, string? currencyCode) =>
        amount is { } known && currencyCode is { } code
            ? new Types.V1.Money { Amount = Decimals.Write(known, Currencies.MinorDigitsOf(code)), CurrencyCode = code }
            : null;

    [return: NotNullIfNotNull(nameof(time))]
    public static Timestamp? Time(DateTimeOffset? time) =>
        time is { } known ? Timestamp.FromDateTimeOffset(known) : null;
}
