using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Documents;

/// <summary>Chinese texts use the terms of contracts/README.md, and none of those that it names as wrong.</summary>
public sealed partial class GlossaryTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Glossary = "contracts/README.md";

    private static readonly IReadOnlyList<(string Path, string Text)> Texts =
    [
        .. from folder in (string[])["services", "deploy", "contracts"]
           from pattern in (string[])["*.cs", "*.json", "*.proto", "*.md"]
           from path in SourceTree.Files(folder, pattern)
           where path != Glossary
           select (path, SourceTree.Read(path)),
    ];

    [Fact]
    public void There_is_a_glossary() => Assert.True(Wrong().Count() > 10);

    [Fact]
    public void A_term_has_one_chinese_word() => Rule.Holds(
        $"Say it with the word of the glossary in {Glossary}.",
        from wrong in Wrong()
        from file in Texts
        where file.Text.Contains(wrong.Word, Ordinal)
        select $"{file.Path}: {wrong.Word} instead of {wrong.Instead}");

    [Fact]
    public void A_blank_stands_between_chinese_and_digits() => Rule.Holds(
        "Put a blank between them: 近 12 个月.",
        from file in Texts
        where Path.GetExtension(file.Path) is ".cs" or ".json" && !file.Path.StartsWith("contracts", Ordinal)
        from Match found in Adjoining().Matches(file.Text)
        select $"{file.Path}: {found.Value}");

    /// <summary>The third column of the glossary with its second.</summary>
    private static IEnumerable<(string Word, string Instead)> Wrong() =>
        from Match row in Row().Matches(SourceTree.Read(Glossary))
        from word in row.Groups["not"].Value.Split(',')
        where word.Trim().Length > 0
        select (word.Trim(), row.Groups["zh"].Value.Trim());

    [GeneratedRegex(
        @"^\|[a-z ,;]+\|(?<zh>[\u4e00-\u9fff ,;]+)\|(?<not>[\u4e00-\u9fff ,]*)\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"[\u4e00-\u9fff]+\d+[\u4e00-\u9fff]*|\d[\u4e00-\u9fff]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Adjoining();
}
