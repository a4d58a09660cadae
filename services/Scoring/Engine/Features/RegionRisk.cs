namespace Risk.Scoring.Engine.Features;

/// <summary>Risk classes of the provinces of China; regions elsewhere have none.</summary>
internal static class RegionRisk
{
    public const string Source =
        "Division of China into four economic regions by its National Bureau of Statistics (2011-06-13); their order "
        + "is our own assessment, by income a head and the share of enterprises with losses";

    private const string China = "CN";

    /// <summary>Code of ISO 3166-2, name in letters, name in characters.</summary>
    private static readonly (string Code, string Latin, string Chinese, int Class)[] Provinces =
    [
        ("BJ", "beijing", "北京", 1), ("TJ", "tianjin", "天津", 1), ("HE", "hebei", "河北", 1),
        ("SH", "shanghai", "上海", 1), ("JS", "jiangsu", "江苏", 1), ("ZJ", "zhejiang", "浙江", 1),
        ("FJ", "fujian", "福建", 1), ("SD", "shandong", "山东", 1), ("GD", "guangdong", "广东", 1),
        ("HI", "hainan", "海南", 1),
        ("SX", "shanxi", "山西", 2), ("AH", "anhui", "安徽", 2), ("JX", "jiangxi", "江西", 2),
        ("HA", "henan", "河南", 2), ("HB", "hubei", "湖北", 2), ("HN", "hunan", "湖南", 2),
        ("NM", "innermongolia", "内蒙古", 3), ("GX", "guangxi", "广西", 3), ("CQ", "chongqing", "重庆", 3),
        ("SC", "sichuan", "四川", 3), ("GZ", "guizhou", "贵州", 3), ("YN", "yunnan", "云南", 3),
        ("XZ", "tibet", "西藏", 3), ("XZ", "xizang", "西藏", 3), ("SN", "shaanxi", "陕西", 3),
        ("GS", "gansu", "甘肃", 3), ("QH", "qinghai", "青海", 3), ("NX", "ningxia", "宁夏", 3),
        ("XJ", "xinjiang", "新疆", 3),
        ("LN", "liaoning", "辽宁", 3), ("JL", "jilin", "吉林", 3), ("HL", "heilongjiang", "黑龙江", 3),
    ];

    /// <summary>1 to 3; null when the region is not known by a code, or a name in letters or characters.</summary>
    public static int? ClassOf(string countryCode, string region)
    {
        if (countryCode != China)
            return null;
        var text = region.Trim();
        var code = text.StartsWith("CN-", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        var letters = string.Concat(text.Where(char.IsAsciiLetter)).ToLowerInvariant();
        foreach (var (own, latin, chinese, risk) in Provinces)
        {
            if (code.Equals(own, StringComparison.OrdinalIgnoreCase)
                || text.StartsWith(chinese, StringComparison.Ordinal)
                || letters.StartsWith(latin, StringComparison.Ordinal))
            {
                return risk;
            }
        }
        return null;
    }
}
