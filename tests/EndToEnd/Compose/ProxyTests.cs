using System.Text.RegularExpressions;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>The reverse proxy knows every path of the contract, and whose it is.</summary>
public sealed partial class ProxyTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "proxy");

    [Fact]
    public async Task The_committed_routes_are_those_of_the_contract()
    {
        var file = Path.Combine(Folder, "routes.conf");
        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        var written = ProxyRoutes.Write();

        if (committed != written)
            await File.WriteAllTextAsync(file, written);

        (committed == written).ShouldBeTrue(
            "deploy/proxy/routes.conf was not up to date; it has been written: commit it");
    }

    [Fact]
    public void A_path_belongs_to_one_service()
    {
        ProxyRoutes.Rest.GroupBy(route => Variable().Replace(route.Template, "{}"))
            .Where(path => path.Select(route => route.Service).Distinct().Skip(1).Any())
            .Select(path => path.Key)
            .ShouldBeEmpty("the proxy tells services apart by the path alone");
    }

    [Fact]
    public void Every_call_goes_to_its_service()
    {
        var map = Map();
        var calls = ProxyRoutes.Rest
            .Select(route => (Path: Variable().Replace(route.Template, "019a-b.c"), route.Service))
            .Concat(ProxyRoutes.Grpc).ToList();

        calls.Count.ShouldBeGreaterThan(100);
        foreach (var (path, service) in calls)
            map(path).ShouldBe(service, path);
    }

    [Fact]
    public void The_health_of_every_service_is_asked_by_its_name()
    {
        var configured = HealthLocation().Match(File.ReadAllText(Path.Combine(Folder, "nginx.conf"))).Groups["names"];
        configured.Value.Split('|').Order(StringComparer.Ordinal).ShouldBe(ProxyRoutes.Services);
    }

    [Fact]
    public void Metrics_stay_inside()
    {
        var configuration = File.ReadAllText(Path.Combine(Folder, "nginx.conf"));
        MetricsLocation().IsMatch(configuration).ShouldBeTrue("/metrics must be refused by the proxy");
        Map()("/metrics").ShouldBe("intake", "which is why the proxy must refuse it");
    }

    /// <summary>As nginx reads a map: texts first, then the patterns in their order.</summary>
    private static Func<string, string> Map()
    {
        var lines = File.ReadLines(Path.Combine(Folder, "routes.conf"))
            .Select(line => Entry().Match(line)).Where(entry => entry.Success)
            .Select(entry => (Key: entry.Groups["key"].Value, Service: entry.Groups["service"].Value)).ToList();
        var texts = lines.Where(l => l.Key[0] == '/').ToDictionary(l => l.Key, l => l.Service);
        var patterns = lines.Where(l => l.Key[0] == '~')
            .Select(l => (Pattern: new Regex(l.Key[1..], RegexOptions.None, TimeSpan.FromSeconds(1)), l.Service))
            .ToList();
        var other = lines.Single(l => l.Key == "default").Service;
        return path => texts.TryGetValue(path, out var service)
            ? service
            : patterns.Find(p => p.Pattern.IsMatch(path)).Service ?? other;
    }

    [GeneratedRegex(@"^  (?<key>\S+) (?<service>\w+);$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\^/health/\((?<names>[a-z|]+)\)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HealthLocation();

    [GeneratedRegex(@"location ~\* \^/metrics/\*\$ \{\s+return 404;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricsLocation();
}
