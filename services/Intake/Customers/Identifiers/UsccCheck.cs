namespace Risk.Intake.Customers.Identifiers;

/// <summary>The check character of the unified social credit code, GB 32100-2015: weights 3^(i−1), modulo 31.</summary>
internal static class UsccCheck
{
    private const int Length = 18;

    // Digits and capitals without I, O, S, V and Z; the place is the value.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static bool Holds(string code)
    {
        if (code.Length != Length)
            return false;
        var (sum, weight) = (0, 1);
        for (var i = 0; i < Length - 1; i++)
        {
            var value = Alphabet.IndexOf(code[i], StringComparison.Ordinal);
            if (value < 0)
                return false;
            sum += value * weight;
            weight = weight * 3 % Alphabet.Length;
        }
        var check = (Alphabet.Length - sum % Alphabet.Length) % Alphabet.Length;
        return code[^1] == Alphabet[check] && code.AsSpan(2, 6).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
