using System.Globalization;
using System.Text;

namespace Risk.Intake.Customers.Names;

/// <summary>
/// A company's name reduced to what tells it from others: lower case, half width, no accents, no punctuation, no legal
/// form, words in alphabetical order.
/// </summary>
internal static class NameKey
{
    private const int GramsMax = 256;

    public static string Of(string name)
    {
        var words = Words(name);
        var telling = words.Where(w => !LegalForms.IsWord(w)).ToArray();
        // A company may be called by nothing but legal forms, such as "AG".
        var kept = telling.Length > 0 ? telling : words;
        Array.Sort(kept, StringComparer.Ordinal);
        return string.Join(' ', kept);
    }

    /// <summary>
    /// Short pieces of the key by which similar names are found: pairs of Chinese characters, and three letters running
    /// over padded words of others.
    /// </summary>
    public static string[] GramsOf(string key)
    {
        var grams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in key.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var size = word.Any(IsIdeograph) ? 2 : 3;
            var padded = size == 2 && word.Length > 1 ? word : $" {word} ";
            for (var i = 0; i + size <= padded.Length && grams.Count < GramsMax; i++)
                grams.Add(padded.Substring(i, size));
        }
        return [.. grams];
    }

    private static string[] Words(string name)
    {
        var folded = Fold(name);
        var words = new List<string>();
        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            words.Add(word.Any(IsIdeograph) ? LegalForms.WithoutChinese(word) : word);
        return [.. Joined(words)];
    }

    // "G m b H" and "S.A.R.L." have become single letters: neighbours of one letter are one word.
    private static IEnumerable<string> Joined(List<string> words)
    {
        var letters = new StringBuilder();
        foreach (var word in words)
        {
            if (word.Length == 1 && !IsIdeograph(word[0]))
            {
                letters.Append(word);
                continue;
            }
            if (letters.Length > 0)
                yield return letters.ToString();
            letters.Clear();
            yield return word;
        }
        if (letters.Length > 0)
            yield return letters.ToString();
    }

    private static string Fold(string name)
    {
        var plain = new StringBuilder(name.Length + 8);
        foreach (var written in name)
        {
            var c = Letters.Plain(char.ToLowerInvariant(Letters.HalfWidth(written)));
            if (c is '\'' or '’'
                || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            if (c is 'ß')
                plain.Append("ss");
            else if (c is 'æ')
                plain.Append("ae");
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
                plain.Append(c);
            else if (c is '&' or '+')
                plain.Append(" and ");
            // Brackets in a Chinese name hold a place, which belongs to the word: 华为（深圳）有限公司.
            else if (!(c is '(' or ')' && plain.Length > 0 && IsIdeograph(plain[^1])))
                plain.Append(' ');
        }
        return plain.ToString();
    }

    private static bool IsIdeograph(char c) => c is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';
}
