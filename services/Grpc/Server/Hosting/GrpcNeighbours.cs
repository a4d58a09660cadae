using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Hosting;

/// <summary>
/// Other applications that are served under the same address: reflection and health answer for their services too.
/// </summary>
public sealed class GrpcNeighbours
{
    private IReadOnlyList<MappedServices> mapped = [];

    internal IEnumerable<Type> Types => mapped.SelectMany(services => services.Types);

    /// <summary>Tells who the neighbours are, once they are built.</summary>
    public void Are(IEnumerable<IServiceProvider> applications) =>
        mapped = [.. applications.Select(application => application.GetRequiredService<MappedServices>())];

    internal bool Serve(string service) => mapped.Any(services => services.Contains(service));
}
