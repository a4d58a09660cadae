using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Slices;

public sealed partial class TextsTests
{
    private static readonly IReadOnlyList<(SourceFile File, Match Text)> Texts =
        [.. from file in SourceTree.Under("services")
            from Match text in PairOfTexts().Matches(file.Text)
            where text.Groups["type"].Value == "new Text" || IsChinese(text)
            select (file, text)];

    [Fact]
    public void There_are_texts() => Assert.NotEmpty(Texts);

    [Fact]
    public void Every_text_for_people_is_there_in_english_and_chinese() => Rule.Holds(
        "Give the text in English first, then in simplified Chinese: new Text(\"Not found\", \"未找到\").",
        from found in Texts
        let english = found.Text.Groups["en"].Value
        let chinese = found.Text.Groups["zh"].Value
        where english.Trim().Length == 0 || Chinese().IsMatch(english) || !Chinese().IsMatch(chinese)
        select $"{found.File.Path}:{found.File.LineAt(found.Text.Index)}: \"{english}\", \"{chinese}\"");

    private static bool IsChinese(Match text) => Chinese().IsMatch(text.Value);

    [GeneratedRegex(
        """(?<type>new(?: Text)?)\(\s*[$@]*"(?<en>(?:[^"\\]|\\.)*)",\s*[$@]*"(?<zh>(?:[^"\\]|\\.)*)"\s*\)""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex PairOfTexts();

    [GeneratedRegex(@"[\u4e00-\u9fff]", RegexOptions.ExplicitCapture)]
    private static partial Regex Chinese();
}
