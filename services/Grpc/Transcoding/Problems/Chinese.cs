using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Grpc.Transcoding.Problems;

/// <summary>The texts of this assembly in Chinese, for callers who prefer it; handlers speak for themselves.</summary>
internal static class Chinese
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private static readonly (string English, string Chinese)[] Phrases =
    [
        ("is given twice", "重复出现"),
        ("is a map, which only a JSON body can hold", "是映射，只能放在 JSON 正文中"),
        ("is no parameter of this call", "不是此调用的参数"),
        ("is not well-formed Unicode text", "不是有效的 Unicode 文本"),
        ("is too large a number", "数值过大"),
        ("must be a number", "必须是数字"),
        ("must be a whole number", "必须是整数"),
        ("must be between {0} and {1}", "必须在 {0} 和 {1} 之间"),
        ("must be a string", "必须是字符串"),
        ("must be a string of base64", "必须是 base64 字符串"),
        ("must be an array", "必须是数组"),
        ("must be an object", "必须是对象"),
        ("must be null", "必须是 null"),
        ("must not be null", "不能为 null"),
        ("must be true or false", "必须是 true 或 false"),
        ("must be the name or the number of an enum value", "必须是枚举值的名称或编号"),
        ("must be one of {0}", "必须是以下之一：{0}"),
        ("must be a time such as {0}", "必须是时间，例如 {0}"),
        ("must be a duration in seconds such as {0}", "必须是以秒表示的时长，例如 {0}"),
        ("must have a 'value'", "必须有 'value'"),
        ("must have an '@type'", "必须有 '@type'"),
        ("'{0}' is not a known message type", "'{0}' 不是已知的消息类型"),
        ("only one of the fields of '{0}' may be given", "'{0}' 的字段只能给出一个"),
        ("malformed JSON at line {0}, byte {1}: {2}", "第 {0} 行第 {1} 字节处 JSON 格式错误：{2}"),
        ("The body must be application/json in UTF-8, not {0}.", "正文必须是 UTF-8 编码的 application/json，而不是 {0}。"),
        ("The body must not be encoded as {0}.", "正文不能以 {0} 编码。"),
        ("The body must not be larger than {0} bytes.", "正文不能超过 {0} 字节。"),
        ("Request-Timeout must be a whole number of seconds from {0} to {1}.", "Request-Timeout 必须是 {0} 到 {1} 的整数秒。"),
        ("The grpc-timeout header is malformed.", "grpc-timeout 头格式错误。"),
        ("The time is up.", "时间已到。"),
        ("The call was cancelled.", "调用已取消。"),
        ("An unexpected error occurred.", "发生了意外错误。"),
        ("The services are starting.", "服务正在启动。"),
        ("Nothing is served under this path.", "此路径下没有任何服务。"),
        ("This path does not take {0}; it takes {1}.", "此路径不接受 {0}，只接受 {1}。"),
    ];

    private static readonly Lazy<(Regex English, string Chinese)[]> Patterns = new(() =>
        [.. Phrases.Select(phrase => (Pattern(phrase.English), phrase.Chinese))]);

    /// <summary>Whether the caller would rather read Chinese than English.</summary>
    public static bool IsPreferred(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted)
        && accepted.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is "zh" or "en" or "*") == "zh";

    /// <summary>A text in Chinese; what has no translation stays as it is.</summary>
    public static string Of(string english)
    {
        foreach (var (pattern, chinese) in Patterns.Value)
        {
            if (pattern.Match(english) is { Success: true } match)
            {
                var parts = match.Groups.Values.Skip(1).Select(group => (object)group.Value).ToArray();
                return string.Format(CultureInfo.InvariantCulture, chinese, parts);
            }
        }

        return english;
    }

    private static Regex Pattern(string english)
    {
        var pattern = Regex.Replace(Regex.Escape(english), @"\\\{\d}", "(.*)", RegexOptions.None, MatchTimeout);
        return new Regex($"^{pattern}$", RegexOptions.NonBacktracking | RegexOptions.Singleline, MatchTimeout);
    }
}
