namespace Risk.Intake.Customers.Identifiers;

/// <summary>
/// The check digits of the legal entity identifier, ISO 17442: ISO 7064 MOD 97-10, letters as 10 to 35.
/// </summary>
internal static class LeiCheck
{
    private const int Length = 20;

    public static bool Holds(string code) =>
        code.Length == Length && char.IsAsciiDigit(code[^1]) && char.IsAsciiDigit(code[^2]) && Modulo97(code) == 1;

    /// <summary>The remainder by 97 of the number that the characters spell; −1 for other characters.</summary>
    public static int Modulo97(ReadOnlySpan<char> code)
    {
        var remainder = 0;
        foreach (var c in code)
        {
            if (char.IsAsciiDigit(c))
                remainder = (remainder * 10 + (c - '0')) % 97;
            else if (char.IsAsciiLetterUpper(c))
                remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
            else
                return -1;
        }
        return remainder;
    }
}
