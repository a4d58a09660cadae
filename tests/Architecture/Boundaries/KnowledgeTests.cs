using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Boundaries;

public sealed partial class KnowledgeTests
{
    [Fact]
    public void The_shared_plumbing_knows_no_business_word() => Rule.Holds(
        "ServiceDefaults serves any business: move this to the service whose word it is.",
        from file in SourceTree.Under("services/ServiceDefaults").Concat(SourceTree.Under("services/Grpc"))
        from Match word in BusinessWord().Matches(file.Code)
        select $"{file.Path}:{file.LineAt(word.Index)}: {word.Value}");

    [Fact]
    public void The_tables_of_the_shared_plumbing_know_no_business_word() => Rule.Holds(
        "The frame's tables serve any business: move this to the service whose word it is.",
        from path in SourceTree.Files("services/ServiceDefaults", "*.sql")
        from Match word in BusinessWord().Matches(SourceTree.Read(path))
        select $"{path}: {word.Value}");

    [Fact]
    public void Engines_do_no_input_or_output_and_know_no_clock() => Rule.Holds(
        "An engine computes from what it is given: load, save and tell the time in the use case that calls it.",
        from file in SourceTree.CSharp
        where file.Path.StartsWith("services/", StringComparison.Ordinal) && file.Path.Contains("/Engine/")
        from Match use in Outside().Matches(file.Code)
        select $"{file.Path}:{file.LineAt(use.Index)}: {use.Value}");

    [GeneratedRegex(
        @"(Customer|Invoice|Payment|Scorecard|Exposure|Reservation|Overdue|Debtor|Dunning|Ageing|Dispute)s?(?![a-z])"
        + @"|(?<![A-Za-z])"
        + @"(customer|invoice|payment|scorecard|exposure|reservation|overdue|debtor|dunning|ageing|dispute)s?(?![a-z])",
        RegexOptions.ExplicitCapture)]
    private static partial Regex BusinessWord();

    [GeneratedRegex(
        @"\b(System\.IO|File\.|Directory\.|Stream\b|HttpClient|Npgsql\w*|DbContext|EntityFrameworkCore|TimeProvider|"
        + @"Grpc|ILogger|async|await|Task\b|Environment\.|Console\.|Random\.Shared)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Outside();
}
