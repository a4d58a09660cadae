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

    // A number in another notation must not be read as a thousand times or a thousandth of itself: groups of thousands
    // are one to three digits and then three each, and none stand behind the decimal sign.
    private string Plain(ReadOnlySpan<char> text)
    {
        if (text is ['+', ..])
            text = text[1..];
        var point = text.IndexOf(Decimal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (fraction.ContainsAnyExceptInRange('0', '9') || (point >= 0 && fraction.IsEmpty))
            return "";
        var isNegative = whole is ['-', ..];
        var digits = new System.Text.StringBuilder(text.Length);
        var groups = (isNegative ? whole[1..] : whole).ToString().Split(Thousands ?? Decimal);
        for (var i = 0; i < groups.Length; i++)
        {
            var isGroup = groups.Length == 1 || (i == 0 ? groups[i].Length is >= 1 and <= 3 : groups[i].Length == 3);
            if (!isGroup || groups[i].AsSpan().ContainsAnyExceptInRange('0', '9'))
                return "";
            digits.Append(groups[i]);
        }
        return $"{(isNegative ? "-" : "")}{digits}{(point < 0 ? "" : ".")}{fraction}";
    }
}
