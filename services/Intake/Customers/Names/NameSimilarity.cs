namespace Risk.Intake.Customers.Names;

/// <summary>How alike two name keys are, 0 to 1: the shared pieces of both, or their letters in order.</summary>
internal static class NameSimilarity
{
    /// <summary>From here on names may be one company's.</summary>
    public const double Noteworthy = 0.72;

    // Jaro-Winkler finds slips of the pen, but sees likeness everywhere: below this it says nothing.
    private const double JaroWinklerMin = 0.93;

    public static double Of(string key, string otherKey)
    {
        if (string.Equals(key, otherKey, StringComparison.Ordinal))
            return key.Length > 0 ? 1 : 0;
        var dice = Dice(NameKey.GramsOf(key), NameKey.GramsOf(otherKey));
        var letters = JaroWinkler(key, otherKey);
        return Math.Max(dice, letters >= JaroWinklerMin ? letters : 0);
    }

    private static double Dice(string[] grams, string[] otherGrams)
    {
        if (grams.Length + otherGrams.Length == 0)
            return 0;
        var shared = grams.Intersect(otherGrams, StringComparer.Ordinal).Count();
        return 2.0 * shared / (grams.Length + otherGrams.Length);
    }

    private static double JaroWinkler(string a, string b)
    {
        var jaro = Jaro(a, b);
        var prefix = 0;
        while (prefix < Math.Min(4, Math.Min(a.Length, b.Length)) && a[prefix] == b[prefix])
            prefix++;
        return jaro + prefix * 0.1 * (1 - jaro);
    }

    private static double Jaro(string a, string b)
    {
        var reach = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        var inB = new bool[b.Length];
        var matchedOfA = new List<char>(a.Length);
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1); j++)
            {
                if (inB[j] || a[i] != b[j])
                    continue;
                inB[j] = true;
                matchedOfA.Add(a[i]);
                break;
            }
        }
        if (matchedOfA.Count == 0)
            return 0;
        double matches = matchedOfA.Count;
        var transposed = b.Where((_, j) => inB[j]).Zip(matchedOfA, (x, y) => x != y).Count(differs => differs) / 2;
        return (matches / a.Length + matches / b.Length + (matches - transposed) / matches) / 3;
    }
}
