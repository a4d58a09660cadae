using System.Reflection;
using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Risk.ServiceDefaults.Hosting;
using Xunit;

namespace Risk.Architecture.Tests.Documents;

public sealed partial class ReadmeTests
{
    private static readonly string English = SourceTree.Read("README.md");
    private static readonly string Chinese = SourceTree.Read("README.zh-CN.md");

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Every_setting_is_in_the_table(string readme) => Rule.Holds(
        $"Add the setting with its default and meaning to the settings table of {readme}.",
        from type in SettingsTypes()
        let section = (string)type.GetProperty("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
        from key in Keys(type, section)
        where !Rows(SourceTree.Read(readme)).Any(row => Names(row, section, key))
        select key);

    [Fact]
    public void Both_languages_have_the_same_sections() => Assert.Equal(
        Levels(English), Levels(Chinese));

    [Fact]
    public void Both_languages_show_the_same_commands() => Assert.Equal(Commands(English), Commands(Chinese));

    [Fact]
    public void Every_link_leads_somewhere() => Rule.Holds(
        "Mend the link: nothing is at its end.",
        from path in SourceTree.Files(".", "*.md").Select(path => path.TrimStart('.', '/'))
        from Match link in Link().Matches(SourceTree.Read(path))
        let target = link.Groups["to"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        where !Path.Exists(Path.Combine(SourceTree.Root, Path.GetDirectoryName(path)!, target))
        select $"{path}: {target}");

    [Fact]
    public void Every_file_that_is_named_is_there() => Rule.Holds(
        "Name the file by the end of its path: no file ends so.",
        from path in SourceTree.Files(".", "*.md")
        from Match name in NamedFile().Matches(SourceTree.Read(path))
        let end = "/" + name.Groups["path"].Value
        where !SourceTree.CSharp.Any(file => $"/{file.Path}".EndsWith(end, StringComparison.Ordinal))
        select $"{path}: {name.Groups["path"].Value}");

    private static IEnumerable<Type> SettingsTypes() =>
        from name in (string[])[.. SourceTree.Services, "ServiceDefaults", "Standalone"]
        from type in Assembly.Load($"Risk.{name}").GetTypes()
        where type.IsAssignableTo(typeof(ISettings)) && !type.IsInterface
        select type;

    /// <summary>The settings that can be given: a record within a section adds a level of names.</summary>
    private static IEnumerable<string> Keys(Type type, string prefix) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        let key = $"{prefix}:{property.Name}"
        from leaf in property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass
            ? Keys(property.PropertyType, key)
            : [key]
        select leaf;

    private static IEnumerable<string> Rows(string readme) =>
        readme.Split('\n').Where(line => line.StartsWith('|'));

    /// <summary>In full, or by its last name after others of its section: `Broker:Uri`, `:PasswordFile`.</summary>
    private static bool Names(string row, string section, string key) =>
        row.Contains($"`{key}`", StringComparison.Ordinal)
        || (row.Contains($"`{section}:", StringComparison.Ordinal)
            && row.Contains($"`:{key.Split(':')[^1]}`", StringComparison.Ordinal));

    private static IEnumerable<string> Commands(string readme) =>
        from Match block in Fenced().Matches(readme)
        from line in block.Groups["text"].Value.Split('\n')
        let command = line.Split(" #")[0].TrimEnd()
        where command.Length > 0 && !command.StartsWith('#')
        select command;

    /// <summary>How deep each heading is, in their order; a comment in a shell's block is none.</summary>
    private static IEnumerable<int> Levels(string readme) =>
        from Match heading in Headings().Matches(Fenced().Replace(readme, ""))
        select heading.Value.Length;

    [GeneratedRegex("^#+ ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Headings();

    [GeneratedRegex("```bash\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"`(?<path>[\w./]+\.cs)`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
