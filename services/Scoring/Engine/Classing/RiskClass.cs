using System.Globalization;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Classing;

/// <summary>What kind of values a class holds.</summary>
internal enum ClassKind
{
    Range,
    Words,
    Special,
    Missing,
}

/// <summary>Values that count as equally risky.</summary>
internal sealed record RiskClass
{
    public required ClassKind Kind { get; init; }

    /// <summary>Of a range: the values from this one; null from the least.</summary>
    public double? From { get; init; }

    /// <summary>Of a range: the values below this one; null to the greatest.</summary>
    public double? Below { get; init; }

    /// <summary>Of words: their numbers among the levels of the input.</summary>
    public IReadOnlyList<int> Words { get; init; } = [];

    /// <summary>Of a special code: the code.</summary>
    public double? Code { get; init; }

    public required int Good { get; init; }

    public required int Bad { get; init; }

    /// <summary>
    /// Weight of evidence: the logarithm of the class's share of the good cases over its share of the bad ones.
    /// </summary>
    public required double Woe { get; init; }

    public int Count => Good + Bad;

    public double BadRate => Count == 0 ? 0 : (double)Bad / Count;

    public string Label(IReadOnlyList<string>? levels) => Kind switch
    {
        ClassKind.Missing => "missing",
        ClassKind.Special => Number(Code!.Value),
        ClassKind.Words => string.Join(", ", Words.Select(w => levels![w])),
        _ => $"{(From is { } from ? $"[{Number(from)}" : "(−∞")}, {(Below is { } below ? $"{Number(below)})" : "∞)")}",
    };

    /// <summary>As people read it in their language; words and numbers are the file's own.</summary>
    public Text Text(IReadOnlyList<string>? levels) =>
        Kind == ClassKind.Missing ? new("missing", "缺失") : new(Label(levels), Label(levels));

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
