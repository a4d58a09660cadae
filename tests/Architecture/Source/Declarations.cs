using System.Text.RegularExpressions;

namespace Risk.Architecture.Tests.Source;

internal enum DeclarationKind
{
    Type,
    Method,
}

/// <summary>A type or a method: where it begins, how many lines it takes, how many parameters.</summary>
internal sealed record Declaration(DeclarationKind Kind, string Name, string Head, int Line, int LineCount)
{
    public int ParameterCount { get; init; }
}

/// <summary>Finds types and methods by braces alone, which is enough to measure them.</summary>
internal static partial class Declarations
{
    public static IReadOnlyList<Declaration> In(string code)
    {
        var found = new List<Declaration>();
        var open = new Stack<(Declaration? Declared, int Start)>();
        var start = 0;
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '(' or '[':
                    at = EndOfGroup(code, at);
                    break;
                case '{':
                    open.Push((Read(code, start, at, InType(open)), start));
                    start = at + 1;
                    break;
                case '}' when open.Count > 0:
                    var (declared, from) = open.Pop();
                    Add(found, code, declared, from, at);
                    start = at + 1;
                    break;
                case ';':
                    if (InType(open) || Depth(open) == 0)
                        Add(found, code, Read(code, start, at, InType(open)), start, at);
                    start = at + 1;
                    break;
            }
        }
        return found;
    }

    private static bool InType(Stack<(Declaration? Declared, int Start)> open) =>
        open.TryPeek(out var top) && top.Declared?.Kind == DeclarationKind.Type;

    private static int Depth(Stack<(Declaration? Declared, int Start)> open) => open.Count;

    private static void Add(List<Declaration> found, string code, Declaration? declared, int start, int end)
    {
        if (declared is null)
            return;
        var first = start + code.AsSpan(start).IndexOfAnyExcept(" \n\r\t");
        var lines = code.AsSpan(first, end - first).Count('\n') + 1;
        found.Add(declared with { Line = code.AsSpan(0, first).Count('\n') + 1, LineCount = lines });
    }

    private static Declaration? Read(string code, int start, int end, bool inType)
    {
        var head = Attributes().Replace(Spaces().Replace(code[start..end], " ").Trim(), "");
        if (TypeHead().Match(head) is { Success: true } type)
        {
            return new Declaration(DeclarationKind.Type, type.Groups["name"].Value, head, 0, 0)
            {
                ParameterCount = CountParameters(head, type.Groups["name"].Index + type.Groups["name"].Length),
            };
        }
        if (!inType || MethodHead().Match(head) is not { Success: true } method)
            return null;
        return new Declaration(DeclarationKind.Method, method.Groups["name"].Value, head, 0, 0)
        {
            ParameterCount = CountParameters(head, method.Groups["name"].Index + method.Groups["name"].Length),
        };
    }

    /// <summary>Of the list in round brackets that follows the name and its type parameters.</summary>
    private static int CountParameters(string head, int at)
    {
        if (at < head.Length && head[at] == '<')
            at = EndOfAngles(head, at) + 1;
        if (at >= head.Length || head[at] != '(')
            return 0;
        var list = head[(at + 1)..EndOfGroup(head, at)];
        return list.Trim().Length == 0 ? 0 : TopLevelCommas(list) + 1;
    }

    private static int TopLevelCommas(string list)
    {
        var (depth, commas) = (0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            depth += list[i] switch
            {
                '(' or '[' or '<' or '{' => 1,
                '>' when i > 0 && list[i - 1] == '=' => 0,
                ')' or ']' or '>' or '}' => -1,
                _ => 0,
            };
            commas += list[i] == ',' && depth == 0 ? 1 : 0;
        }
        return commas;
    }

    private static int EndOfAngles(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            depth += text[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return at;
        }
        return text.Length - 1;
    }

    private static int EndOfGroup(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            depth += text[at] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth == 0)
                return at;
        }
        return text.Length - 1;
    }

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(\[[^\]]*\]\s*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Attributes();

    [GeneratedRegex(
        @"^(?:[\w]+ )*?(?:class|struct|interface|enum|record(?: class| struct)?) (?<name>\w+)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TypeHead();

    [GeneratedRegex(
        @"^(?!return |throw |await )(?:[\w.<>\[\],?()]+ )*(?<name>\w+)(?:<[^(]*>)?\([^=]*\)?",
        RegexOptions.ExplicitCapture)]
    private static partial Regex MethodHead();
}
