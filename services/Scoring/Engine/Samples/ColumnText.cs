using System.Globalization;

namespace Risk.Scoring.Engine.Samples;

/// <summary>Makes columns of text: numbers where every known value is one, else words.</summary>
internal static class ColumnText
{
    private const int WordsToldApart = 255;

    private static readonly HashSet<string> Unknown =
        new(["", "NA", "N/A", "#N/A", "N.A.", "NaN", "null", "None", "?", "-", "--", "."],
            StringComparer.OrdinalIgnoreCase);

    public static Column Read(string name, IReadOnlyList<string> texts)
    {
        var numbers = new double[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            if (!TryNumber(texts[i], out numbers[i]))
                return Words(name, texts);
        }
        return new(name, numbers);
    }

    /// <summary>Reads texts as the input of a model that has been trained: an unknown word is missing.</summary>
    public static Column ReadAs(ModelInput input, IReadOnlyList<string> texts)
    {
        if (input.Levels is { } levels)
            return Encode(input.Name, texts, levels);
        return new(input.Name, [.. texts.Select(t => TryNumber(t, out var number) ? number : double.NaN)]);
    }

    public static bool TryNumber(string text, out double number)
    {
        number = double.NaN;
        if (Unknown.Contains(text))
            return true;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static Column Words(string name, IReadOnlyList<string> texts) => Encode(name, texts,
        [.. Levels(texts.Where(t => !Unknown.Contains(t)).CountBy(t => t, StringComparer.Ordinal).ToList())]);

    /// <summary>By the alphabet; where there are more than boosting tells apart, the most frequent first.</summary>
    private static IEnumerable<string> Levels(IReadOnlyList<KeyValuePair<string, int>> words) => words
        .OrderByDescending(w => words.Count > WordsToldApart ? w.Value : 0)
        .ThenBy(w => w.Key, StringComparer.Ordinal)
        .Select(w => w.Key);

    private static Column Encode(string name, IReadOnlyList<string> texts, IReadOnlyList<string> levels)
    {
        var codes = levels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        return new(name, [.. texts.Select(t => codes.TryGetValue(t, out var code) ? code : double.NaN)])
        {
            Levels = levels,
        };
    }
}
