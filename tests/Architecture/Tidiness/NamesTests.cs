using System.Text.RegularExpressions;
using Risk.Architecture.Tests.Source;
using Xunit;

namespace Risk.Architecture.Tests.Tidiness;

public sealed partial class NamesTests
{
    /// <summary>The surface of services/Grpc has the names of the official packages.</summary>
    private static readonly IEnumerable<SourceFile> Ours =
        SourceTree.CSharp.Where(file => !file.Path.StartsWith("services/Grpc/", StringComparison.Ordinal));

    [Fact]
    public void No_type_is_named_for_a_pattern() => Rule.Holds(
        "Name the type for what it is (CreditAccount, OutboxRows, Callers): not Manager, Helper, Dto, Impl, Utils, "
        + "Common or Extensions.",
        from file in Ours
        from type in file.Declarations
        where type.Kind == DeclarationKind.Type && PatternName().IsMatch(type.Name)
        select $"{file.Path}:{type.Line}: {type.Name}");

    [Fact]
    public void Only_services_of_the_contract_are_called_service() => Rule.Holds(
        "Service is the name of a class that implements a gRPC service of the contract, or of a whole service: "
        + "name this type for what it is.",
        from file in Ours
        from type in file.Declarations
        where type.Kind == DeclarationKind.Type && type.Name.EndsWith("Service", StringComparison.Ordinal)
        where !ServiceHead().IsMatch(type.Head) && type.Name != "IRiskService"
        where !type.Head.StartsWith("partial class", StringComparison.Ordinal)
        select $"{file.Path}:{type.Line}: {type.Head}");

    [Fact]
    public void A_folder_is_a_noun_of_the_field() => Rule.Holds(
        "Name the folder for its noun (Customers, Credit, Storage).",
        Ours.Select(file => Path.GetDirectoryName(file.Path)!)
            .Distinct(StringComparer.Ordinal)
            .Where(folder => PatternName().IsMatch(Path.GetFileName(folder))));

    [GeneratedRegex("(Manager|Helpers?|Dto|Impl|Utils?|Utilities|Common|Extensions)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PatternName();

    [GeneratedRegex(
        @":\s*(?:[\w.]*Base\b|.*\bIRiskService\b|.*\bBackgroundService\b|.*\bIHostedService\b)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ServiceHead();
}
