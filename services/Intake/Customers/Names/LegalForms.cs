using System.Collections.Frozen;

namespace Risk.Intake.Customers.Names;

/// <summary>The words of a name that say the legal form and not who it is.</summary>
internal static class LegalForms
{
    private static readonly FrozenSet<string> Words = """
        inc incorporated corp corporation co company ltd limited llc llp lp plc pllc pc pty pte sdn bhd private public
        gmbh mbh ag kg kgaa ohg gbr ug ev eg se gesellschaft aktiengesellschaft haftungsbeschrankt
        sa sas sasu sarl eurl snc sca sci societe anonyme responsabilite limitee
        spa srl sapa sl slu sociedad limitada ltda cv nv bv bvba srls vof
        ab as asa aps oy oyj hb kft zrt nyrt sro doo dd jsc ooo oao zao pao kk gk
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    // In simplified letters, as names are compared. The brackets of 合伙企业（有限合伙） are gone by then. Longest first:
    // what is left of a longer form must not be taken for a shorter one.
    private static readonly string[] ChineseEndings = [.. ((string[])
    [
        "集团股份有限公司", "股份有限责任公司", "股份有限公司", "集团有限公司", "有限责任公司", "有限公司", "集团公司",
        "合伙企业特殊普通合伙", "合伙企业普通合伙", "合伙企业有限合伙", "合伙企业", "个人独资企业",
        "股份公司", "总公司", "分公司", "子公司", "公司", "株式会社", "合同会社",
    ]).OrderByDescending(form => form.Length)];

    public static bool IsWord(string word) => Words.Contains(word);

    /// <summary>The text without a Chinese or Japanese legal form at its end or its beginning.</summary>
    public static string WithoutChinese(string text)
    {
        foreach (var form in ChineseEndings)
        {
            if (text.Length > form.Length && text.EndsWith(form, StringComparison.Ordinal))
                return text[..^form.Length];
            if (text.Length > form.Length && text.StartsWith(form, StringComparison.Ordinal))
                return text[form.Length..];
        }
        return text;
    }
}
