using System.Globalization;
using System.Text.RegularExpressions;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Models;

/// <summary>A fault of a model for people: the place in the definition, and what is wrong there.</summary>
internal static partial class FaultText
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyList<(Regex En, string Zh)> Texts =
    [
        .. FaultTexts.All.Select(t => (
            new Regex($"^{Regex.Escape(t.En).Replace(@"\{}", "(.+?)", StringComparison.Ordinal)}$",
                RegexOptions.CultureInvariant | RegexOptions.Singleline, PatienceMax),
            t.Zh)),
    ];

    /// <summary>As the engine tells it: the place first, where it has one.</summary>
    public static FieldFault Of(string fault)
    {
        var (place, what) = Split(fault);
        return new(place.Length == 0 ? "definition" : $"definition.{place}", new(what, $"模型不符合要求：{InChinese(what)}"));
    }

    private static (string Place, string What) Split(string fault) => fault.Split(": ", 2) switch
    {
        [var place, var what] when Place().IsMatch(place) => (place, what),
        _ => ("", fault),
    };

    /// <summary>What is not known is a message of the JSON reader, whose place says it all.</summary>
    private static string InChinese(string what)
    {
        if (Split(what) is ({ Length: > 0 } inner, var rest))
            return $"{InnerInChinese(inner)}{InChinese(rest)}";
        foreach (var (en, zh) in Texts)
        {
            if (en.Match(what) is { Success: true } found)
            {
                return string.Format(
                    CultureInfo.InvariantCulture, zh, [.. found.Groups.Values.Skip(1).Select(g => g.Value)]);
            }
        }
        return "此处的 JSON 格式不正确，或有未知、缺失的字段";
    }

    private static string InnerInChinese(string place) => place.Split(' ', 2) switch
    {
        ["tree", var number] => $"第 {number} 棵树：",
        ["node", var number] => $"节点 {number}：",
        ["member", var number] => $"成员 {number}：",
        ["characteristic", var name] => $"特征项 {name}：",
        ["rule", var name] => $"规则 {name}：",
        ["grade", var name] => $"等级 {name}：",
        _ => $"{place}：",
    };

    [GeneratedRegex(
        @"^(name|version|schema|inputs(\[\d+\])?|groups|rules|grades|calibration( at [\d.]+)?|ensemble"
            + @"|scorecard(\.scale)?|\$[^ ]*(, line \d+)?|[^ ]+, line \d+"
            + @"|(factor|group|rule|grade|characteristic|tree|node|member) [^:]+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Place();
}
