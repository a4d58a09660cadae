using Risk.Intake.Rules;

namespace Risk.Intake.Values;

/// <summary>
/// What holds for every amount of money: a currency of ISO 4217, 18 digits before and 4 after the point.
/// </summary>
internal static class MoneyRules
{
    public const int DigitsBefore = 18;
    public const int DigitsAfter = 4;

    public static void CurrencyIsKnown(string code, string field, Faults faults)
    {
        if (!Currencies.Knows(code))
            faults.That(false, field, "UNKNOWN_CURRENCY", new("is not a currency of ISO 4217", "不是 ISO 4217 货币代码"),
                code);
    }

    public static void Fits(decimal amount, string field, Faults faults)
    {
        if (!Decimals.Fits(amount, DigitsBefore, DigitsAfter))
        {
            faults.That(false, field, "TOO_MANY_DIGITS", new(
                "has more than 18 digits before or 4 after the point", "整数位超过 18 位或小数位超过 4 位"), Decimals.Write(amount));
        }
    }

    public static void Check(Money? money, string field, Faults faults)
    {
        if (money is not { } given)
            return;
        CurrencyIsKnown(given.CurrencyCode, field + ".currency_code", faults);
        Fits(given.Amount, field + ".amount", faults);
    }
}
