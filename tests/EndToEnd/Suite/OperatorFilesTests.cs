using System.Diagnostics;
using System.Text.RegularExpressions;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>What operators are shown and woken for is measured.</summary>
public sealed partial class OperatorFilesTests
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_metric_of_the_dashboard_and_the_alert_rules_is_exported()
    {
        var folder = Path.Combine(Repository.Root, "deploy", "operators");
        var named = Directory.EnumerateFiles(folder).SelectMany(file => Metric().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        named.Count.ShouldBeGreaterThan(5);

        await using var suite = await StandaloneSuite.StartAsync();
        var watch = Stopwatch.StartNew();
        List<string> missing;
        do
        {
            await suite.Http.GetStringAsync(new Uri("/v1/holds", UriKind.Relative));
            var page = await suite.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            missing = [.. named.Where(metric => !page.Contains($"\n{metric}{{", StringComparison.Ordinal)
                && !page.Contains($"\n{metric} ", StringComparison.Ordinal))];
        }
        while (missing.Count > 0 && watch.Elapsed < PatienceMax);

        missing.ShouldBeEmpty("the suite exports no such metric");
    }

    [GeneratedRegex(@"\b(risk|http_server|db_client|dotnet)_[a-z_]+_(lag|parked|count|bucket|bytes|total|seconds)\b",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();
}
