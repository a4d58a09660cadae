using System.Collections.Concurrent;

namespace Grpc.AspNetCore.Server.Hosting;

// The services that this application serves, for reflection and for telling an unknown method from an unknown service.
internal sealed class MappedServices
{
    private readonly ConcurrentDictionary<string, Type> typesByName = new(StringComparer.Ordinal);
    private int mapsUnknown;

    public IReadOnlyCollection<Type> Types => [.. typesByName.Values.Distinct()];

    public IReadOnlyCollection<string> Names => [.. typesByName.Keys];

    public void Add(string name, Type type) => typesByName[name] = type;

    public bool Contains(string name) => typesByName.ContainsKey(name);

    public bool TryMapUnknown() => Interlocked.Exchange(ref mapsUnknown, 1) == 0;
}
