using System.Globalization;
using System.Numerics;

namespace Risk.MainJob.Sample;

/// <summary>Makes identifiers that no company has but whose check digits are right.</summary>
internal static class Identifiers
{
    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>A unified social credit code, GB 32100-2015: the weighted sum with its check is 0 mod 31.</summary>
    public static string Uscc(Random random)
    {
        // The division codes 99xxxx are assigned to nobody.
        Span<char> code = stackalloc char[18];
        "9199".CopyTo(code);
        for (var i = 4; i < 17; i++)
            code[i] = i < 8 ? (char)('0' + random.Next(10)) : UsccAlphabet[random.Next(UsccAlphabet.Length)];
        int sum = 0, weight = 1;
        for (var i = 0; i < 17; i++)
        {
            sum += UsccAlphabet.IndexOf(code[i], StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        code[17] = UsccAlphabet[(31 - sum % 31) % 31];
        return new(code);
    }

    /// <summary>A legal entity identifier, ISO 17442: two check digits by ISO 7064 MOD 97-10.</summary>
    public static string Lei(Random random)
    {
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        // The prefix XXXX belongs to no issuing organisation.
        var body = "XXXX00" + string.Concat(Enumerable.Range(0, 12).Select(_ => alphabet[random.Next(36)]));
        var digits = string.Concat((body + "00").Select(
            c => alphabet.IndexOf(c, StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture)));
        var check = 98 - (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97);
        return body + check.ToString("00", CultureInfo.InvariantCulture);
    }
}
