using System.Globalization;

namespace Risk.Intake.Values;

/// <summary>Decimals as the contract writes them: an optional minus, digits, optionally a point and digits.</summary>
internal static class Decimals
{
    private const int SignificantDigitsMax = 28;
    private const int TextLengthMax = 64;

    // Dividing by one with this scale takes the trailing zeros off.
    private const decimal Normaliser = 1.0000000000000000000000000000m;

    public static bool TryRead(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        return text.Length <= TextLengthMax && IsPlain(text, out var digits) && digits <= SignificantDigitsMax
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out value);
    }

    /// <summary>12.5 for 12.50.</summary>
    public static decimal WithoutTrailingZeros(decimal value) => value / Normaliser;

    /// <summary>The shortest notation of the value with at least so many digits after the point.</summary>
    public static string Write(decimal value, int minorDigits = 0)
    {
        var plain = WithoutTrailingZeros(value);
        return plain.Scale >= minorDigits
            ? plain.ToString(CultureInfo.InvariantCulture)
            : plain.ToString("F" + minorDigits, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the value has at most so many digits before and after the point.</summary>
    public static bool Fits(decimal value, int before, int after) =>
        WithoutTrailingZeros(value).Scale <= after && Math.Abs(value) < PowerOfTen(before);

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static bool IsPlain(ReadOnlySpan<char> text, out int significantDigits)
    {
        significantDigits = 0;
        var point = -1;
        var first = text.Length > 0 && text[0] == '-' ? 1 : 0;
        for (var i = first; i < text.Length; i++)
        {
            if (text[i] == '.' && point < 0)
                point = i;
            else if (!char.IsAsciiDigit(text[i]))
                return false;
            else if (significantDigits > 0 || text[i] != '0')
                significantDigits++;
        }
        return text.Length > first && point != first && point != text.Length - 1;
    }
}
