using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Slices;

public sealed partial class UseCasesTests
{
    /// <summary>Rpcs that every service has and ServiceDefaults implements, and tests.</summary>
    private static readonly string[] Delegated =
        ["ReadEvents", "ListParkedEvents", "ReplayParkedEvent", "VerifyAudit"];

    private sealed record UseCase(string Service, SourceFile File, string Rpc);

    private static readonly IReadOnlyList<UseCase> UseCases =
        [.. from service in SourceTree.Services
            from file in SourceTree.Under($"services/{service}")
            from Match rpc in Override().Matches(file.Code)
            select new UseCase(service, file, rpc.Groups["rpc"].Value)];

    [Fact]
    public void There_are_use_cases() => Assert.NotEmpty(UseCases);

    [Fact]
    public void A_use_case_is_a_file_named_for_it() => Rule.Holds(
        "Give the rpc a file of its own, named for it, with a part of the noun's service.",
        from useCase in UseCases
        where useCase.File.Name != useCase.Rpc && !Delegated.Contains(useCase.Rpc, StringComparer.Ordinal)
        select $"{useCase.File.Path}: {useCase.Rpc}");

    [Fact]
    public void A_use_case_has_its_test_file() => Rule.Holds(
        "Write the test of the use case where this says, through the door of the service.",
        from useCase in UseCases
        where !Delegated.Contains(useCase.Rpc, StringComparer.Ordinal)
        let test = TestOf(useCase.File)
        where !File.Exists(Path.Combine(SourceTree.Root, test))
        select $"{useCase.File.Path}: {test}");

    [Fact]
    public void A_reaction_has_its_test_file() => Rule.Holds(
        "Write the test of the reaction where this says: deliver the event, look at what it changed.",
        from service in SourceTree.Services
        from file in SourceTree.Under($"services/{service}")
        where ReactionHead().IsMatch(file.Code)
        let test = TestOf(file)
        where !File.Exists(Path.Combine(SourceTree.Root, test))
        select $"{file.Path}: {test}");

    [Fact]
    public void A_reaction_is_named_verb_when_event() => Rule.Holds(
        "Name the reaction and its file <Verb>When<Event>: RescoreWhenStatementFiled.",
        from service in SourceTree.Services
        from file in SourceTree.Under($"services/{service}")
        from Match head in ReactionHead().Matches(file.Code)
        let name = head.Groups["name"].Value
        where !ReactionName().IsMatch(name) || name != file.Name
        select $"{file.Path}: {name}");

    [Fact]
    public void A_test_file_belongs_to_something() => Rule.Holds(
        "Tests in tests/<Service>/<Noun> are of services/<Service>/<Noun>: move the file to the folder it tests.",
        from service in SourceTree.Services
        from test in SourceTree.Under($"tests/{service}")
        where test.Name.EndsWith("Tests", StringComparison.Ordinal)
        let folder = Path.GetDirectoryName(test.Path)!.Replace("tests/", "services/", StringComparison.Ordinal)
        where !Directory.Exists(Path.Combine(SourceTree.Root, folder))
        select $"{test.Path}: there is no {folder}");

    private static string TestOf(SourceFile file) =>
        file.Path.Replace("services/", "tests/", StringComparison.Ordinal)
            .Replace(".cs", "Tests.cs", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\bpublic override (async )?Task(<[\w.]+>)? (?<rpc>\w+)\([^)]*ServerCallContext",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Override();

    [GeneratedRegex(@"\bclass (?<name>\w+)(\([^)]*\))?\s*:[^{]*\bIReaction<", RegexOptions.ExplicitCapture)]
    private static partial Regex ReactionHead();

    [GeneratedRegex(@"^[A-Z][a-z]+\w*When[A-Z]\w+$", RegexOptions.ExplicitCapture)]
    private static partial Regex ReactionName();
}
