using Risk.Intake.Rules;

namespace Risk.Intake.Values;

/// <summary>Reads the values of the contract; what cannot be read is a fault of its field.</summary>
internal static class FromContract
{
    public static Guid Id(string text, string kind)
    {
        if (!Guid.TryParseExact(text, "D", out var id))
            throw ServiceDefaults.Requests.Refuse.NotFound(kind, text);
        return id;
    }

    public static DateOnly? Day(Types.V1.Date? day, string field, Faults faults)
    {
        if (day is null || day.Value.Length == 0)
            return null;
        if (Dates.TryRead(day.Value, out var read))
            return read;
        faults.That(false, field, "NOT_A_DATE",
            new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"), day.Value);
        return null;
    }

    public static decimal? Number(Types.V1.Decimal? number, string field, Faults faults)
    {
        if (number is null || number.Value.Length == 0)
            return null;
        if (Decimals.TryRead(number.Value, out var read))
            return read;
        faults.Add(NotANumber(field, number.Value));
        return null;
    }

    public static Money? Amount(Types.V1.Money? money, string field, Faults faults)
    {
        if (money is null)
            return null;
        if (!Decimals.TryRead(money.Amount, out var amount))
            faults.Add(NotANumber(field + ".amount", money.Amount));
        return new Money(amount, money.CurrencyCode);
    }

    private static Fault NotANumber(string field, string value) => new(field, "NOT_A_NUMBER", new(
        "is not a decimal number in plain notation with at most 28 digits", "不是普通记法的十进制数（最多 28 位有效数字）"), value);
}
