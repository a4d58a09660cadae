using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Tidiness;

public sealed partial class LeftoversTests
{
    private static readonly IEnumerable<SourceFile> Checked =
        SourceTree.CSharp.Where(file => file.Name != nameof(LeftoversTests));

    [Fact]
    public void Nothing_is_left_for_later() => Rule.Holds(
        "Do it now, or leave it out and say so in an issue.", Matches(Unfinished(), file => file.Text));

    [Fact]
    public void No_test_is_skipped() => Rule.Holds(
        "Mend the test, or delete it with what it tests.", Matches(Skipped(), file => file.Text));

    [Fact]
    public void No_warning_is_silenced_in_passing() => Rule.Holds(
        "Mend what the analyzer says; a rule that contradicts the house style is switched off in .editorconfig.",
        Matches(Silenced(), file => file.Code));

    [Fact]
    public void There_are_no_regions() => Rule.Holds(
        "A region is a file that has not been made yet: make it.", Matches(Region(), file => file.Code));

    [Fact]
    public void No_failure_is_swallowed() => Rule.Holds(
        "Catch the exception that is expected, or rethrow, or record it: an empty or silent catch-all hides faults.",
        from file in Checked
        from Match caught in CatchAll().Matches(file.Code)
        where !Recorded().IsMatch(Block(file.Code, caught.Index + caught.Length - 1))
        select $"{file.Path}:{file.LineAt(caught.Index)}: {caught.Value.Trim('{', ' ', '\n')}");

    [Fact]
    public void Money_is_never_floating_point() => Rule.Holds(
        "Money is decimal, with its currency.",
        Matches(FloatingMoney(), file => file.Code)
            .Where(place => place.StartsWith("services/", StringComparison.Ordinal)));

    [Fact]
    public void What_a_failure_of_the_database_looks_like_is_known_in_one_place() => Rule.Holds(
        "Ask failed.IsPassing() or failed.IsOfDatabase(): Npgsql does not wrap all that fails on the way.",
        Matches(DatabaseFailure(), file => file.Code).Where(place =>
            place.StartsWith("services/", StringComparison.Ordinal)
            && !place.StartsWith("services/ServiceDefaults/Storage/", StringComparison.Ordinal)));

    private static IEnumerable<string> Matches(Regex what, Func<SourceFile, string> part) =>
        from file in Checked
        from Match match in what.Matches(part(file))
        select $"{file.Path}:{file.LineAt(match.Index)}: {match.Value.Trim()}";

    private static string Block(string code, int open)
    {
        var depth = 0;
        for (var at = open; at < code.Length; at++)
        {
            depth += code[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return code[open..at];
        }
        return code[open..];
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|//.*\bXXX\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\[\w*(Fact|Theory)\([^\]]*\bSkip\s*=", RegexOptions.ExplicitCapture)]
    private static partial Regex Skipped();

    [GeneratedRegex(
        @"#pragma\s+warning\s+disable|\[(assembly: )?(SuppressMessage|UnconditionalSuppressMessage)\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Silenced();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    [GeneratedRegex(@"\bcatch\s*(\((System\.)?Exception(\s+\w+)?\)\s*)?\{", RegexOptions.ExplicitCapture)]
    private static partial Regex CatchAll();

    [GeneratedRegex(
        @"\b(throw|\w*[Ll]og\w*|Record\w*|(Try)?Set(Exception|Result|Status)|(Try)?Complete\w*|Park\w*|\w*[Ff]ail\w*)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Recorded();

    [GeneratedRegex(@"(catch \(|\b(is|or|not) )(NpgsqlException|DbException)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex DatabaseFailure();

    [GeneratedRegex(
        @"\b(double|float)\??\s+[A-Za-z]*(Amount|Limit|Exposure|Balance|Price)\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex FloatingMoney();
}
