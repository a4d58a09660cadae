using System.Globalization;
using Risk.Scoring.Engine.Features;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>A value with its unit, as people read it.</summary>
internal static class ValueText
{
    public static Text Of(Feature feature, decimal value) => feature.Unit switch
    {
        Unit.Share => Same($"{Number(value * 100)} %"),
        Unit.Days => new($"{Number(value)} days", $"{Number(value)} 天"),
        Unit.Months => new($"{Number(value)} months", $"{Number(value)} 个月"),
        Unit.Years => new($"{Number(value)} years", $"{Number(value)} 年"),
        _ => Same(Number(value)),
    };

    /// <summary>Puts the value where the text says {value}.</summary>
    public static Text In(Text text, Text value) => new(
        text.En.Replace("{value}", value.En, StringComparison.Ordinal),
        text.Zh.Replace("{value}", value.Zh, StringComparison.Ordinal));

    /// <summary>Lower case, as the contract writes units.</summary>
    public static string Name(Unit unit) => unit switch
    {
        Unit.Ratio => "ratio",
        Unit.Share => "share",
        Unit.Days => "days",
        Unit.Months => "months",
        Unit.Years => "years",
        Unit.Count => "count",
        Unit.Index => "index",
        Unit.Class => "class",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "has no name"),
    };

    private static Text Same(string text) => new(text, text);

    private static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
