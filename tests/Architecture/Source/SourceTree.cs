using Risk.Testing;

namespace Risk.Architecture.Tests.Source;

/// <summary>The files of the repository that this test run was built from.</summary>
internal static class SourceTree
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".git", ".data", "TestResults"];

    public static string Root => Repository.Root;

    /// <summary>Every C# file that people write.</summary>
    public static IReadOnlyList<SourceFile> CSharp { get; } =
        [.. Files(".", "*.cs").Select(path => SourceFile.Read(Root, path))];

    public static IEnumerable<SourceFile> Under(string folder) =>
        CSharp.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => Generated.Contains(part, StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Intake, Scoring …: the folders that hold a program of the suite.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Root, "services"))
            .Where(folder => File.Exists(Path.Combine(folder, "Program.cs")))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal)];
}
