using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Tidiness;

public sealed class SizeTests
{
    private const int FileLinesMax = 250;
    private const int MethodLinesMax = 70;
    private const int ParametersMax = 6;
    private const int InjectedMax = 8;
    private const int LineLengthMax = 120;
    private const int FolderFilesMax = 20;

    [Fact]
    public void No_file_is_long() => Rule.Holds(
        $"A file has at most {FileLinesMax} lines: move the second subject to a file of its own.",
        SourceTree.CSharp.Where(file => file.Lines.Length > FileLinesMax)
            .Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void No_method_is_long() => Rule.Holds(
        $"A method has at most {MethodLinesMax} lines (40 as a rule): give its steps names.",
        from file in SourceTree.CSharp
        from method in file.Declarations
        where method.Kind == DeclarationKind.Method && method.LineCount > MethodLinesMax
        select $"{file.Path}:{method.Line}: {method.Name} has {method.LineCount} lines");

    [Fact]
    public void No_parameter_list_is_long() => Rule.Holds(
        $"At most {ParametersMax} parameters: group them in a record with required init properties.",
        from file in SourceTree.CSharp
        from declared in file.Declarations
        where declared.ParameterCount > (IsMadeByTheContainerAlone(declared) ? InjectedMax : ParametersMax)
        select $"{file.Path}:{declared.Line}: {declared.Name} takes {declared.ParameterCount}");

    [Fact]
    public void No_line_is_wide() => Rule.Holds(
        $"A line has at most {LineLengthMax} characters: break it.",
        from file in SourceTree.CSharp
        from line in file.Lines.Index()
        where line.Item.Length > LineLengthMax && !IsTextTable(file, line.Index)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} characters");

    [Fact]
    public void No_folder_of_the_shared_plumbing_is_crowded() => Rule.Holds(
        $"A folder of ServiceDefaults has at most {FolderFilesMax} files: only what every service needs belongs there.",
        SourceTree.Under("services/ServiceDefaults")
            .GroupBy(file => Path.GetDirectoryName(file.Path), StringComparer.Ordinal)
            .Where(folder => folder.Count() > FolderFilesMax)
            .Select(folder => $"{folder.Key}: {folder.Count()} files"));

    /// <summary>Nobody writes such a list of arguments by hand, so nobody can confuse them.</summary>
    private static bool IsMadeByTheContainerAlone(Declaration declared) =>
        declared.Head.EndsWith(": BackgroundService", StringComparison.Ordinal);

    /// <summary>A row of a table in a test is as wide as its columns.</summary>
    private static bool IsTextTable(SourceFile file, int line) =>
        file.Path.StartsWith("tests/", StringComparison.Ordinal)
        && string.IsNullOrWhiteSpace(file.Code.Split('\n')[line])
        && !file.Lines[line].TrimStart().StartsWith("//", StringComparison.Ordinal);
}
