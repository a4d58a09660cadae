using System.Globalization;
using Grpc.Core;

namespace Risk.ServiceDefaults.Requests;

public static class Languages
{
    /// <summary>The language of the answer, by the caller's Accept-Language; English when nothing fits.</summary>
    public static Language Language(this ServerCallContext call) =>
        Choose(call.GetHttpContext().Request.Headers.AcceptLanguage);

    public static string Tag(this Language language) =>
        language == Requests.Language.SimplifiedChinese ? "zh-CN" : "en";

    /// <summary>Picks by weight, then by order; a range that is refused (q=0) is never picked.</summary>
    public static Language Choose(string? accepted)
    {
        if (string.IsNullOrEmpty(accepted))
            return Requests.Language.English;
        var (best, bestWeight) = (Requests.Language.English, 0.0);
        foreach (var range in accepted.Split(',', 32, StringSplitOptions.TrimEntries))
        {
            var parts = range.Split(';', 3, StringSplitOptions.TrimEntries);
            var weight = parts.Length > 1 ? Weight(parts[1]) : 1;
            if (weight > bestWeight && Known(parts[0]) is { } language)
                (best, bestWeight) = (language, weight);
        }
        return best;
    }

    private static Language? Known(string range)
    {
        var primary = range.Split('-', 2)[0];
        return primary.Equals("zh", StringComparison.OrdinalIgnoreCase) ? Requests.Language.SimplifiedChinese
            : primary is "*" || primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? Requests.Language.English
            : null;
    }

    private static double Weight(string parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q)
            ? Math.Clamp(q, 0, 1)
            : 0;
}
