using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Boundaries;

public sealed partial class ReferencesTests
{
    [Fact]
    public void No_service_references_another() => Rule.Holds(
        "A service references ServiceDefaults, Grpc and the contracts; what it needs of another comes by events.",
        from service in SourceTree.Services
        from project in SourceTree.Files($"services/{service}", "*.csproj")
        from Match reference in ProjectReference().Matches(SourceTree.Read(project))
        where !Shared().IsMatch(reference.Groups["path"].Value)
        select $"{project}: {reference.Groups["path"].Value}");

    [Fact]
    public void The_shared_plumbing_references_no_service() => Rule.Holds(
        "ServiceDefaults and Grpc are below the services: hand the thing in from outside.",
        from folder in (string[])["services/ServiceDefaults", "services/Grpc", "contracts"]
        from project in SourceTree.Files(folder, "*.csproj")
        from Match reference in ProjectReference().Matches(SourceTree.Read(project))
        from service in SourceTree.Services
        where reference.Value.Contains($"/Risk.{service}.", StringComparison.Ordinal)
        select $"{project}: {reference.Groups["path"].Value}");

    [Fact]
    public void No_service_names_the_code_of_another() => Rule.Holds(
        "Another service is known by its events (Risk.<Service>.V1) alone.",
        from service in SourceTree.Services
        from file in SourceTree.Under($"services/{service}")
        from other in SourceTree.Services
        where other != service
        from Match use in Regex.Matches(file.Code, $@"\bRisk\.{other}\.(?!V\d)\w+", RegexOptions.None, OneSecond)
        select $"{file.Path}:{file.LineAt(use.Index)}: {use.Value}");

    [Fact]
    public void No_service_reads_the_tables_of_another() => Rule.Holds(
        "SQL names tables without a schema; the search path of the connection is the service's own.",
        from service in SourceTree.Services
        from path in SourceTree.Files($"services/{service}", "*.sql")
        from Match table in SchemaQualified().Matches(SourceTree.Read(path))
        select $"{path}: {table.Value.Trim()}");

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [GeneratedRegex("""<ProjectReference Include="(?<path>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^(\.\./)+(ServiceDefaults|Grpc|contracts)/|^\.\./\.\./contracts/", RegexOptions.ExplicitCapture)]
    private static partial Regex Shared();

    [GeneratedRegex(@"\b(from|join|into|update|table|on|references)\s+(intake|scoring|monitoring|alerting)\.\w+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SchemaQualified();
}
