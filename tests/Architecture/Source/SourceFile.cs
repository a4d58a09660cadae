namespace Risk.Architecture.Tests.Source;

/// <summary>A C# file: as written, and as code with the text of comments and strings blanked out.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<string> code = new(() => CodeText.WithoutStringsAndComments(text));
    private readonly Lazy<IReadOnlyList<Declaration>> declarations = new(() =>
        Source.Declarations.In(CodeText.WithoutStringsAndComments(text)));

    public string Path { get; } = path;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Text { get; } = text;

    public string[] Lines { get; } = text.TrimEnd('\n').Split('\n');

    public string Code => code.Value;

    public IReadOnlyList<Declaration> Declarations => declarations.Value;

    public int LineAt(int offset) => Text.AsSpan(0, offset).Count('\n') + 1;

    public static SourceFile Read(string root, string path) =>
        new(path, File.ReadAllText(System.IO.Path.Combine(root, path)).ReplaceLineEndings("\n"));
}
