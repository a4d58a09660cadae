namespace Grpc.Transcoding.Routes;

/// <summary>One segment of a path template: a text, one segment of any text, or any number of them.</summary>
internal readonly record struct PathSegment(PathSegmentKind Kind, string Text);

internal enum PathSegmentKind
{
    Literal,
    One,
    Rest,
}

/// <summary>A field that is filled from consecutive segments of the path.</summary>
internal sealed record PathVariable(string FieldPath, int Start, int Count);

/// <summary>
/// The path of a google.api.http rule: <c>/v1/{name=shelves/*}/books/{book_id}:archive</c>.
/// </summary>
internal sealed class PathTemplate
{
    private readonly List<PathSegment> segments = [];
    private readonly List<PathVariable> variables = [];

    private PathTemplate(string text) => Text = text;

    public string Text { get; }

    public IReadOnlyList<PathSegment> Segments => segments;

    public IReadOnlyList<PathVariable> Variables => variables;

    /// <summary>What follows the last colon, outside of braces; empty when nothing does.</summary>
    public string Verb { get; private set; } = "";

    public static PathTemplate Parse(string text)
    {
        if (!text.StartsWith('/'))
        {
            throw Malformed(text, "must begin with '/'");
        }

        var template = new PathTemplate(text);
        var path = text[1..];
        var colon = path.LastIndexOf(':');
        if (colon > path.LastIndexOfAny(['/', '}']) || (colon >= 0 && path[colon - 1] == '}'))
        {
            template.Verb = path[(colon + 1)..];
            path = path[..colon];
        }

        foreach (var part in Split(text, path))
        {
            template.Add(part);
        }

        for (var i = 0; i < template.segments.Count - 1; i++)
        {
            if (template.segments[i].Kind == PathSegmentKind.Rest)
            {
                throw Malformed(text, "must have '**' at its end only");
            }
        }

        return template;
    }

    /// <summary>Whether a decoded path is one of this template.</summary>
    public bool Matches(string path)
    {
        if (Verb.Length > 0)
        {
            var end = ":" + Verb;
            if (!path.EndsWith(end, StringComparison.Ordinal))
            {
                return false;
            }

            path = path[..^end.Length];
        }

        var parts = path.TrimStart('/').TrimEnd('/').Split('/');
        var open = segments[^1].Kind == PathSegmentKind.Rest;
        if (open ? parts.Length < segments.Count - 1 : parts.Length != segments.Count)
        {
            return false;
        }

        for (var i = 0; i < segments.Count && segments[i].Kind != PathSegmentKind.Rest; i++)
        {
            var same = segments[i].Kind == PathSegmentKind.Literal
                ? string.Equals(parts[i], segments[i].Text, StringComparison.OrdinalIgnoreCase)
                : parts[i].Length > 0;
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    private static List<string> Split(string text, string path)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i < path.Length; i++)
        {
            depth += path[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth is < 0 or > 1)
            {
                throw Malformed(text, "has unbalanced or nested braces");
            }

            if (path[i] == '/' && depth == 0)
            {
                parts.Add(path[start..i]);
                start = i + 1;
            }
        }

        parts.Add(path[start..]);
        return depth == 0 ? parts : throw Malformed(text, "has unbalanced or nested braces");
    }

    private static FormatException Malformed(string text, string why) => new($"The path template '{text}' {why}.");

    private void Add(string part)
    {
        if (!part.StartsWith('{'))
        {
            segments.Add(Segment(part));
            return;
        }

        var inner = part[1..^1];
        var equals = inner.IndexOf('=', StringComparison.Ordinal);
        var (field, pattern) = equals < 0 ? (inner, "*") : (inner[..equals], inner[(equals + 1)..]);
        var start = segments.Count;
        segments.AddRange(pattern.Split('/').Select(Segment));
        variables.Add(new PathVariable(field, start, segments.Count - start));
        if (field.Length == 0 || !part.EndsWith('}'))
        {
            throw Malformed(Text, $"has a malformed variable '{part}'");
        }
    }

    private PathSegment Segment(string part) => part switch
    {
        "" => throw Malformed(Text, "has an empty segment"),
        "*" => new PathSegment(PathSegmentKind.One, part),
        "**" => new PathSegment(PathSegmentKind.Rest, part),
        _ when part.AsSpan().ContainsAny('{', '}', '*') => throw Malformed(Text, $"has a malformed segment '{part}'"),
        _ => new PathSegment(PathSegmentKind.Literal, part),
    };
}
