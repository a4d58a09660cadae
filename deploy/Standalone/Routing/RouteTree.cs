using Microsoft.AspNetCore.Routing.Patterns;

namespace Risk.Standalone.Routing;

/// <summary>
/// Which service a path belongs to, by the routes that the services map. Texts come before variables with a verb, those
/// before plain variables, those before rests: the same order in which the services themselves choose.
/// </summary>
internal sealed class RouteTree
{
    private readonly Node root = new();

    public void Add(RoutePattern pattern, InnerServer server)
    {
        var node = root;
        foreach (var segment in pattern.PathSegments)
        {
            var parameter = segment.Parts.OfType<RoutePatternParameterPart>().FirstOrDefault();
            var text = string.Concat(segment.Parts.OfType<RoutePatternLiteralPart>().Select(p => p.Content)
                .Concat(segment.Parts.OfType<RoutePatternSeparatorPart>().Select(p => p.Content)));
            if (parameter is { IsCatchAll: true })
            {
                node.Rest ??= server;
                return;
            }
            node = parameter is null ? node.Text(text) : text.Length > 0 ? node.Verb(text) : node.Any ??= new();
        }
        node.Server ??= server;
    }

    public InnerServer? Find(ReadOnlySpan<char> path) => Find(root, path.TrimStart('/'));

    private static InnerServer? Find(Node node, ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
            return node.Server ?? node.Rest;
        var slash = path.IndexOf('/');
        var segment = slash < 0 ? path : path[..slash];
        var rest = slash < 0 ? [] : path[(slash + 1)..];
        if (node.TryText(segment, out var next) && Find(next, rest) is { } exact)
            return exact;
        foreach (var (verb, after) in node.Verbs)
        {
            if (segment.Length > verb.Length && segment.EndsWith(verb, StringComparison.OrdinalIgnoreCase)
                && Find(after, rest) is { } byVerb)
                return byVerb;
        }
        return (node.Any is { } any ? Find(any, rest) : null) ?? node.Rest;
    }

    private sealed class Node
    {
        private readonly Dictionary<string, Node> texts = new(StringComparer.OrdinalIgnoreCase);

        public List<(string Verb, Node After)> Verbs { get; } = [];

        public Node? Any { get; set; }

        public InnerServer? Rest { get; set; }

        public InnerServer? Server { get; set; }

        public bool TryText(ReadOnlySpan<char> text, out Node next) =>
            texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out next!);

        public Node Text(string text) => texts.TryGetValue(text, out var next) ? next : texts[text] = new();

        public Node Verb(string verb)
        {
            var known = Verbs.Find(v => v.Verb.Equals(verb, StringComparison.OrdinalIgnoreCase)).After;
            if (known is null)
                Verbs.Add((verb, known = new()));
            return known;
        }
    }
}
