using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Risk.Contracts;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>Which service answers on which path, as the contract says and as the reverse proxy reads it.</summary>
internal static partial class ProxyRoutes
{
    private static readonly IReadOnlyList<ServiceDescriptor> Contracts =
    [
        .. FileDescriptor.BuildFromByteStrings(
            FileDescriptorSet.Parser.ParseFrom(Contract.DescriptorSet.Span).File.Select(file => file.ToByteString()),
            [AnnotationsExtensions.Http]).SelectMany(file => file.Services),
    ];

    /// <summary>The services that have calls, by the order of their names.</summary>
    public static IReadOnlyList<string> Services { get; } =
        [.. Contracts.Select(ServiceOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every path template of REST, with the service that owns it.</summary>
    public static IReadOnlyList<(string Template, string Service)> Rest { get; } =
    [
        .. Contracts.SelectMany(service => service.Methods).SelectMany(Templates).Distinct()
            .OrderBy(route => route.Template, StringComparer.Ordinal),
    ];

    /// <summary>Every method of gRPC, with the service that owns it.</summary>
    public static IReadOnlyList<(string Path, string Service)> Grpc { get; } =
    [
        .. Contracts.SelectMany(service => service.Methods)
            .Select(method => ($"/{method.Service.FullName}/{method.Name}", ServiceOf(method.Service))),
    ];

    /// <summary>The file that the proxy includes.</summary>
    public static string Write()
    {
        var text = new StringBuilder(
            """
            # Written from the contract by tests/EndToEnd/Compose/ProxyTests: do not edit.
            # Paths without variables are looked up; the others are tried in this order, those with a verb first.
            # What nobody knows goes to the service that answers for it as the others would.
            map $uri $service {
              default intake;

            """);
        foreach (var (template, service) in Rest.Where(r => !r.Template.Contains('{')))
            text.Append($"  {template} {service};\n");
        foreach (var (template, service) in Rest.Where(r => r.Template.Contains('{'))
            .OrderBy(r => !r.Template[r.Template.LastIndexOf('/')..].Contains(':')))
            text.Append($"  ~^{Regex.Escape(Variable().Replace(template, "\0")).Replace("\0", "[^/]+")}$ {service};\n");
        foreach (var service in Services)
            text.Append($"  ~^/risk\\.{service}\\. {service};\n");
        return text.Append("}\n").ToString();
    }

    private static IEnumerable<(string Template, string Service)> Templates(MethodDescriptor method)
    {
        if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
            return [];
        return rule.AdditionalBindings.Prepend(rule).Select(PathOf).Select(path => (path, ServiceOf(method.Service)));
    }

    private static string PathOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => rule.Get,
        HttpRule.PatternOneofCase.Post => rule.Post,
        HttpRule.PatternOneofCase.Put => rule.Put,
        HttpRule.PatternOneofCase.Patch => rule.Patch,
        HttpRule.PatternOneofCase.Delete => rule.Delete,
        _ => throw new NotSupportedException($"A path of the kind {rule.PatternCase}"),
    };

    private static string ServiceOf(ServiceDescriptor service) => service.File.Package.Split('.')[1];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
