using System.Text;
using System.Text.Json.Nodes;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Contracts.Tests.Events;

/// <summary>What outsiders read of the events is what the contract says.</summary>
public sealed class EventCatalogueTests
{
    private const string Begin = "<!-- events: written by tests/Contracts/Events/EventCatalogueTests -->\n";
    private const string End = "<!-- /events -->\n";

    public static TheoryData<string> Events => [.. ContractEvent.All.Select(e => e.Type)];

    [Fact]
    public async Task The_catalogue_in_the_readme_is_that_of_the_contract()
    {
        var file = Path.Combine(Repository.Root, "contracts", "README.md");
        var committed = await File.ReadAllTextAsync(file);
        var begin = committed.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = committed.IndexOf(End, StringComparison.Ordinal);
        var expected = committed[..begin] + "\n" + EventCatalogue.Write() + committed[end..];

        if (committed != expected)
            await File.WriteAllTextAsync(file, expected);

        (committed == expected).ShouldBeTrue("contracts/README.md was not up to date; it has been written: commit it");
    }

    [Fact]
    public async Task The_committed_asyncapi_document_is_that_of_the_contract()
    {
        var file = Path.Combine(Repository.Root, "contracts", "asyncapi.json");
        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        var expected = AsyncApiDocument.Write();

        if (committed != expected)
            await File.WriteAllTextAsync(file, expected);

        (committed == expected).ShouldBeTrue(
            "contracts/asyncapi.json was not up to date; it has been written: commit it");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_says_when_it_is_published_and_about_whom(string type)
    {
        var e = ContractEvent.All.Single(known => known.Type == type);
        e.When.ShouldEndWith(".");
        e.Subject.ShouldNotBeEmpty("end the comment of the message with: Subject: the customer's id.");
        e.Message.Fields.InDeclarationOrder().ShouldAllBe(
            field => ContractEvent.CommentOf(field.Declaration).Length > 0);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void The_example_of_an_event_parses_and_says_something_in_every_field(string type)
    {
        var e = ContractEvent.All.Single(known => known.Type == type);
        var example = Encoding.UTF8.GetString(e.Example());

        Encoding.UTF8.GetString(EventBodies.Canonical(e.GeneratedMessage, example)).ShouldBe(example);
        foreach (var field in e.Message.Fields.InDeclarationOrder())
            JsonNode.Parse(example)![field.JsonName]?.ToJsonString().ShouldNotBeOneOf(null, "null", "\"\"", "[]");
        EventType.Of(e.GeneratedMessage).Name.ShouldBe(type);
    }
}
