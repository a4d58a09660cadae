using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.Transcoding.Routes;

/// <summary>A path template as an ASP.NET Core route pattern, and the way back from route values to fields.</summary>
internal static class RestPattern
{
    public static RoutePattern Of(PathTemplate template, RestRoutes routes)
    {
        var text = new StringBuilder();
        var policies = new RouteValueDictionary();
        for (var i = 0; i < template.Segments.Count; i++)
        {
            var segment = template.Segments[i];
            text.Append('/').Append(segment.Kind switch
            {
                PathSegmentKind.Literal => segment.Text,
                PathSegmentKind.One => $"{{{Name(template, i)}}}",
                _ => $"{{**{Name(template, i)}}}",
            });
        }

        var last = template.Segments[^1].Kind;
        if (last != PathSegmentKind.Literal && (last == PathSegmentKind.Rest || template.Verb.Length == 0))
        {
            policies[Name(template, template.Segments.Count - 1)] = new VerbConstraint(template.Verb, routes);
        }

        if (template.Verb.Length > 0 && last != PathSegmentKind.Rest)
        {
            text.Append(':').Append(template.Verb);
        }

        return RoutePatternFactory.Parse(text.ToString(), defaults: null, policies);
    }

    /// <summary>The path as OpenAPI writes it: every segment that varies is a parameter.</summary>
    public static string Text(PathTemplate template)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Segments.Count; i++)
        {
            var segment = template.Segments[i];
            text.Append('/').Append(segment.Kind == PathSegmentKind.Literal
                ? segment.Text : $"{{{Name(template, i)}}}");
        }

        return (template.Verb.Length == 0 ? text : text.Append(':').Append(template.Verb)).ToString();
    }

    /// <summary>The parameters of the path with the variables that they are part of.</summary>
    public static IEnumerable<(string Name, PathVariable Variable)> Parameters(PathTemplate template) =>
        from variable in template.Variables
        from segment in Enumerable.Range(variable.Start, variable.Count)
        where template.Segments[segment].Kind != PathSegmentKind.Literal
        select (Name(template, segment), variable);

    /// <summary>The text of a variable: one segment fully decoded, several with the slashes between them.</summary>
    public static string Value(PathTemplate template, PathVariable variable, RouteValueDictionary values)
    {
        if (variable.Count == 1 && template.Segments[variable.Start].Kind == PathSegmentKind.One)
        {
            // The server leaves encoded slashes alone, because they are no separators.
            return ((string)values[variable.FieldPath]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        }

        var parts = Enumerable.Range(variable.Start, variable.Count)
            .Select(i => template.Segments[i].Kind switch
            {
                PathSegmentKind.Literal => template.Segments[i].Text,
                PathSegmentKind.One => (string)values[Name(template, i)]!,
                _ => WithoutVerb((string?)values[Name(template, i)] ?? "", template.Verb),
            });
        return string.Join('/', parts);
    }

    private static string WithoutVerb(string text, string verb) => verb.Length == 0 ? text : text[..^(verb.Length + 1)];

    private static string Name(PathTemplate template, int segment)
    {
        foreach (var variable in template.Variables)
        {
            if (variable.Start <= segment && segment < variable.Start + variable.Count)
            {
                var simple = variable.Count == 1 && template.Segments[segment].Kind == PathSegmentKind.One;
                return simple ? variable.FieldPath : Numbered(variable.FieldPath, segment);
            }
        }

        return Numbered("segment", segment);
    }

    private static string Numbered(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.{number}");

    private sealed class VerbConstraint(string verb, RestRoutes routes) : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection)
        {
            var text = values[routeKey] as string ?? "";
            return verb.Length == 0 ? !routes.EndsWithVerb(text) : text.EndsWith(":" + verb, StringComparison.Ordinal);
        }
    }
}
