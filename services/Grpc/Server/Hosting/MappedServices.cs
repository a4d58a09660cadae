using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Hosting;

// The services that this application serves, for reflection and for telling an unknown method from an unknown service.
internal sealed class MappedServices(IServiceCollection registered)
{
    private readonly ConcurrentDictionary<string, Type> typesByName = new(StringComparer.Ordinal);
    private int mapsUnknown;

    public IReadOnlyCollection<Type> Types => [.. typesByName.Values.Distinct()];

    public IReadOnlyCollection<string> Names => [.. typesByName.Keys];

    public void Add(string name, Type type) => typesByName[name] = type;

    public bool Contains(string name) => typesByName.ContainsKey(name);

    /// <summary>There is one instance of this type for all calls.</summary>
    public bool IsSingleton(Type type) =>
        registered.LastOrDefault(each => each.ServiceType == type) is
        {
            IsKeyedService: false,
            Lifetime: ServiceLifetime.Singleton,
        };

    public bool TryMapUnknown() => Interlocked.Exchange(ref mapsUnknown, 1) == 0;
}
