using System.Collections.Frozen;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// Long-term ratings of agencies on our scale, 1 (AAA) to 10 (D). Agencies that rate within China use the same letters
/// for other risks: theirs count seven notches lower.
/// </summary>
internal static class ExternalRatings
{
    public const string Source =
        "Letters of the global scales as equal in Commission Implementing Regulation (EU) 2016/1799; domestic Chinese "
        + "scales seven notches lower, after X. Jiang and F. Packer, BIS Working Papers No 648, 2017 (six to seven)";

    private const int DomesticNotches = 7;
    private const int Default = 10;

    /// <summary>From the best to the worst, a notch each; what follows the last is in default.</summary>
    private static readonly string[] Notches =
    [
        "AAA", "AA+", "AA", "AA-", "A+", "A", "A-", "BBB+", "BBB", "BBB-", "BB+", "BB", "BB-", "B+", "B", "B-",
        "CCC+", "CCC", "CCC-", "CC", "C",
    ];

    private static readonly string[] MoodysNotches =
    [
        "Aaa", "Aa1", "Aa2", "Aa3", "A1", "A2", "A3", "Baa1", "Baa2", "Baa3", "Ba1", "Ba2", "Ba3", "B1", "B2", "B3",
        "Caa1", "Caa2", "Caa3", "Ca", "C",
    ];

    private static readonly string[] InDefault = ["D", "SD", "RD"];

    private enum Scale
    {
        Global,
        Moodys,
        Domestic,
    }

    /// <summary>By the names under which they are known, without blanks and signs.</summary>
    private static readonly FrozenDictionary<string, (string Agency, Scale Scale)> Agencies =
        new (string Agency, Scale Scale, string Names)[]
        {
            ("S&P", Scale.Global, "sp standardpoors spglobal spglobalratings 标普 标准普尔"),
            ("Fitch", Scale.Global, "fitch fitchratings 惠誉"),
            ("Moody's", Scale.Moodys, "moodys moodysratings moodysinvestorsservice 穆迪"),
            ("CCXI", Scale.Domestic, "ccxi chinachengxin 中诚信 中诚信国际"),
            ("Lianhe", Scale.Domestic, "lianhe chinalianhe unitedcreditratings 联合资信 联合评级"),
            ("Dagong", Scale.Domestic, "dagong dagongglobal 大公 大公国际"),
            ("Golden Credit", Scale.Domestic, "goldencredit 东方金诚"),
            ("Shanghai Brilliance", Scale.Domestic, "shanghaibrilliance brilliance 新世纪 上海新世纪"),
            ("Pengyuan", Scale.Domestic, "pengyuan cspengyuan 鹏元 中证鹏元"),
        }
        .SelectMany(a => a.Names.Split(' ').Select(name => KeyValuePair.Create(name, (a.Agency, a.Scale))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>One name for all of an agency's names; its own when it is not known.</summary>
    public static string AgencyOf(string name) =>
        Agencies.TryGetValue(Plain(name), out var known) ? known.Agency : Plain(name);

    /// <summary>1 to 10; null when the agency or the rating is not known.</summary>
    public static int? ClassOf(string agency, string rating)
    {
        if (!Agencies.TryGetValue(Plain(agency), out var known))
            return null;
        var text = rating.Trim();
        if (known.Scale != Scale.Moodys && InDefault.Contains(text, StringComparer.Ordinal))
            return Default;
        var notch = Array.IndexOf(known.Scale == Scale.Moodys ? MoodysNotches : Notches, text);
        if (notch < 0)
            return null;
        var worst = Notches.Length - 1;
        return ClassAt(known.Scale == Scale.Domestic ? Math.Min(notch + DomesticNotches, worst) : notch);
    }

    private static int ClassAt(int notch) => Notches[notch].TrimEnd('+', '-') switch
    {
        "AAA" => 1,
        "AA" => 2,
        "A" => 3,
        "BBB" => 4,
        "BB" => 5,
        "B" => 6,
        "CCC" => 7,
        "CC" => 8,
        _ => 9,
    };

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
