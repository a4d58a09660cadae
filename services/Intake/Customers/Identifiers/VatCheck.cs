using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Risk.Intake.Customers.Identifiers;

/// <summary>
/// Value added tax numbers. Those of Europe are written with the prefix of their country: their form is checked, and
/// the check digits where the scheme is public and has no exceptions. Of China it is the unified social credit code; of
/// other countries, which have no prefix, the letters and the length alone are checked.
/// </summary>
internal static partial class VatCheck
{
    private static readonly FrozenDictionary<string, Func<string, bool>> Schemes =
        new Dictionary<string, Func<string, bool>>(StringComparer.Ordinal)
        {
            ["AT"] = Austria,
            ["BE"] = n =>
                Digits(n, 10) && 97 - CheckDigits.Remainder(n.AsSpan(0, 8), 97) == int.Parse(n.AsSpan(8), default),
            ["BG"] = n => Digits(n, 9) || Digits(n, 10),
            ["CY"] = n => n.Length == 9 && Digits(n[..8], 8) && char.IsAsciiLetterUpper(n[8]),
            ["CZ"] = n => Digits(n, 8) || Digits(n, 9) || Digits(n, 10),
            ["DE"] = n => Digits(n, 9) && CheckDigits.Mod11And10(n),
            ["DK"] = n => Digits(n, 8) && CheckDigits.WeightedSum(n, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
            ["EE"] = n => Digits(n, 9) && CheckDigits.WeightedSum(n, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0,
            ["EL"] = n => Digits(n, 9),
            ["ES"] = n => SpanishForm().IsMatch(n),
            ["FI"] = n => Digits(n, 8) && CheckDigits.WeightedSum(n, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0,
            ["FR"] = France,
            ["GB"] = Britain,
            ["HR"] = n => Digits(n, 11) && CheckDigits.Mod11And10(n),
            ["HU"] = n => Digits(n, 8) && CheckDigits.WeightedSum(n, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0,
            ["IE"] = n => IrishForm().IsMatch(n),
            ["IT"] = n => Digits(n, 11) && CheckDigits.Luhn(n),
            ["LT"] = n => Digits(n, 9) || Digits(n, 12),
            ["LU"] = n => Digits(n, 8) && CheckDigits.Remainder(n.AsSpan(0, 6), 89) == int.Parse(n.AsSpan(6), default),
            ["LV"] = n => Digits(n, 11),
            ["MT"] = n => Digits(n, 8),
            ["NL"] = Netherlands,
            ["PL"] = n => Digits(n, 10)
                && CheckDigits.WeightedSum(n, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == n[^1] - '0',
            ["PT"] = Portugal,
            ["RO"] = n => n.Length is >= 2 and <= 10 && Digits(n, n.Length),
            ["SE"] = n => Digits(n, 12) && CheckDigits.Luhn(n.AsSpan(0, 10)),
            ["SI"] = n => Digits(n, 8),
            ["SK"] = n => Digits(n, 10) && CheckDigits.Remainder(n, 11) == 0,
            ["XI"] = Britain,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The prefix that a number of the country lacks; null when it lacks none.</summary>
    public static string? MissingPrefix(string value, string countryCode)
    {
        var prefix = PrefixOf(value, countryCode);
        return Schemes.ContainsKey(prefix) && !value.StartsWith(prefix, StringComparison.Ordinal) ? prefix : null;
    }

    /// <summary>Whether a number, with its prefix where there is one, is one of the country.</summary>
    public static bool Holds(string value, string countryCode)
    {
        if (countryCode == "CN")
            return China(value.StartsWith("CN", StringComparison.Ordinal) ? value[2..] : value);
        var prefix = PrefixOf(value, countryCode);
        if (!Schemes.TryGetValue(prefix, out var holds))
            return OtherForm().IsMatch(value);
        return value.StartsWith(prefix, StringComparison.Ordinal) && holds(value[prefix.Length..]);
    }

    // Northern Ireland trades goods with the Union under a prefix of its own.
    private static string PrefixOf(string value, string countryCode) => countryCode switch
    {
        "GR" => "EL",
        "GB" when value.StartsWith("XI", StringComparison.Ordinal) => "XI",
        _ => countryCode,
    };

    // Numbers of before 2015 have fifteen characters, those of some sole traders twenty.
    private static bool China(string number) => number.Length == 18
        ? UsccCheck.Holds(number)
        : number.Length is 15 or 20 && OtherForm().IsMatch(number);

    private static bool Digits(string text, int count) =>
        text.Length == count && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool Austria(string number)
    {
        if (number.Length != 9 || number[0] != 'U' || !Digits(number[1..], 8))
            return false;
        var sum = 4;
        for (var i = 0; i < 7; i++)
        {
            var digit = number[i + 1] - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
        }
        return (10 - sum % 10) % 10 == number[^1] - '0';
    }

    // Keys with a letter follow other rules, which are not public in full: of those the form alone is checked.
    private static bool France(string number)
    {
        if (!FrenchForm().IsMatch(number))
            return false;
        return !Digits(number, 11)
            || (12 + 3 * CheckDigits.Remainder(number.AsSpan(2), 97)) % 97 == int.Parse(number.AsSpan(0, 2), default);
    }

    private static bool Britain(string number)
    {
        if (!Digits(number, 9) && !Digits(number, 12))
            return GovernmentForm().IsMatch(number);
        var sum = CheckDigits.WeightedSum(number, [8, 7, 6, 5, 4, 3, 2]) + int.Parse(number.AsSpan(7, 2), default);
        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }

    private static bool Netherlands(string number)
    {
        if (!DutchForm().IsMatch(number))
            return false;
        return CheckDigits.WeightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == number[8] - '0'
            || LeiCheck.Modulo97("NL" + number) == 1;
    }

    private static bool Portugal(string number)
    {
        if (!Digits(number, 9))
            return false;
        var check = 11 - CheckDigits.WeightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        return (check >= 10 ? 0 : check) == number[^1] - '0';
    }

    [GeneratedRegex("^[A-Z0-9]{2}[0-9]{9}$", RegexOptions.None, 1000)]
    private static partial Regex FrenchForm();

    [GeneratedRegex("^(?:[A-Z][0-9]{7}[A-Z0-9]|[0-9]{8}[A-Z])$", RegexOptions.None, 1000)]
    private static partial Regex SpanishForm();

    [GeneratedRegex("^[0-9][A-Z0-9+*][0-9]{5}[A-W][A-IW]?$", RegexOptions.None, 1000)]
    private static partial Regex IrishForm();

    [GeneratedRegex("^(?:GD[0-4][0-9]{2}|HA[5-9][0-9]{2})$", RegexOptions.None, 1000)]
    private static partial Regex GovernmentForm();

    [GeneratedRegex("^[0-9]{9}B[0-9]{2}$", RegexOptions.None, 1000)]
    private static partial Regex DutchForm();

    [GeneratedRegex("^[A-Z0-9.-]{4,20}$", RegexOptions.None, 1000)]
    private static partial Regex OtherForm();
}
