using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Routes;

/// <summary>The rpcs that this application serves over HTTP.</summary>
public sealed class RestRoutes
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<RestMethod>> methods = new(StringComparer.Ordinal);

    /// <summary>The gRPC services of which at least one rpc is served over HTTP, by name.</summary>
    public IReadOnlyList<ServiceDescriptor> Services =>
    [
        .. methods.Values.SelectMany(rpc => rpc).Select(method => method.Rpc.Service).Distinct()
            .OrderBy(service => service.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The custom verbs of all paths (<c>:import</c>): what no id may end with.</summary>
    internal ConcurrentDictionary<string, bool> Verbs { get; } = new(StringComparer.Ordinal);

    /// <summary>The HTTP methods that a path takes; none when it is unknown.</summary>
    internal IReadOnlySet<string> MethodsAt(string path)
    {
        var found = methods.Values.SelectMany(rpc => rpc)
            .Where(method => method.Template.Matches(path) && (method.Template.Verb.Length > 0 || !EndsWithVerb(path)));
        return found.Select(method => method.HttpMethod).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    internal void Add(MethodDescriptor rpc, IReadOnlyList<RestMethod> bindings)
    {
        methods[rpc.FullName] = bindings;
        foreach (var binding in bindings.Where(binding => binding.Template.Verb.Length > 0))
        {
            Verbs[binding.Template.Verb] = true;
        }
    }

    internal bool EndsWithVerb(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && Verbs.ContainsKey(text[(colon + 1)..]);
    }
}
