using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Risk.Types.V1;
using Decimal = Risk.Types.V1.Decimal;

namespace Risk.Scoring.Ledger;

/// <summary>Money, numbers and days between the contract's texts and their exact types.</summary>
internal static class Amounts
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static decimal ToDecimal(Money money) => decimal.Parse(money.Amount, Plain, CultureInfo.InvariantCulture);

    /// <summary>Unset is 0.</summary>
    public static decimal ToShare(Decimal? share) =>
        share is null || share.Value.Length == 0 ? 0 : decimal.Parse(share.Value, Plain, CultureInfo.InvariantCulture);

    public static DateOnly? ToDate(Date? date) => date is null || date.Value.Length == 0
        ? null
        : DateOnly.ParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Money ToMoney(decimal amount, string currency) =>
        new() { Amount = amount.ToString(Format(currency), CultureInfo.InvariantCulture), CurrencyCode = currency };

    public static Decimal ToContract(decimal number) => new() { Value = Plainly(number) };

    public static Date ToContract(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    /// <summary>For people: thousands apart, and the currency.</summary>
    public static string ForPeople(decimal amount, string currency) =>
        amount.ToString("#,##" + Format(currency), CultureInfo.InvariantCulture) + " " + currency;

    private static string Format(string currency) => MinorUnits.Of(currency) switch
    {
        0 => "0.####",
        3 => "0.000#",
        4 => "0.0000",
        _ => "0.00##",
    };

    private static string Plainly(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
