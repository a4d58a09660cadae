using System.Collections.Frozen;
using System.Globalization;
using Risk.Intake.Mappings.Expressions;

namespace Risk.Intake.Mappings;

/// <summary>How a file writes numbers and dates, and what it writes for "unknown".</summary>
internal sealed record FileFormats
{
    private static readonly string[] TrueWords = ["true", "yes", "1", "y", "x", "是"];
    private static readonly string[] FalseWords = ["false", "no", "0", "n", "否"];

    public static FileFormats Default { get; } = new();

    public char Decimal { get; init; } = '.';

    /// <summary>Null when the file separates no thousands.</summary>
    public char? Thousands { get; init; }

    public string[] Dates { get; init; } = [Values.Dates.Format];

    public FrozenSet<string> Nulls { get; init; } = FrozenSet<string>.Empty;

    public bool IsNull(string text) => text.Length == 0 || (Nulls.Count > 0 && Nulls.Contains(text));

    public Value ReadNumber(string text, RowValues row)
    {
        var plain = text.AsSpan().Trim();
        if (Thousands is null && Decimal == '.' && Values.Decimals.TryRead(plain, out var quick))
            return Value.Of(quick);
        return Values.Decimals.TryRead(Plain(plain), out var number)
            ? Value.Of(number)
            : row.Fail("NOT_A_NUMBER", new("is not a number in the format of the file", "不符合文件的数字格式"), text);
    }

    public Value ReadDate(string text, RowValues row)
    {
        foreach (var format in Dates)
        {
            if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces,
                out var day))
                return Value.Of(day);
        }
        return row.Fail("NOT_A_DATE", new(
            $"is not a date as {string.Join(" or ", Dates)}", $"不是 {string.Join(" 或 ", Dates)} 格式的日期"), text);
    }

    public static bool? ReadTruth(string text) =>
        TrueWords.Contains(text, StringComparer.OrdinalIgnoreCase) ? true
        : FalseWords.Contains(text, StringComparer.OrdinalIgnoreCase) ? false
        : null;

    // Thousands must stand three digits before the next sign or the end: "1,5" is not fifteen.
    private string Plain(ReadOnlySpan<char> text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        var sinceThousands = -1;
        foreach (var c in text)
        {
            if (c == Thousands)
            {
                if (sinceThousands is >= 0 and not 3 || plain.Length == 0)
                    return "";
                sinceThousands = 0;
                continue;
            }
            if (c == Decimal)
            {
                if (sinceThousands is >= 0 and not 3)
                    return "";
                sinceThousands = -1;
                plain.Append('.');
                continue;
            }
            if (c == '.')
                return "";
            if (sinceThousands >= 0)
                sinceThousands++;
            plain.Append(c == '+' && plain.Length == 0 ? "" : c.ToString());
        }
        return sinceThousands is >= 0 and not 3 ? "" : plain.ToString();
    }
}
