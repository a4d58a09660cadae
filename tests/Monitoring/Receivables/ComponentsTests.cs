using Risk.Monitoring.Receivables;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Receivables;

public sealed class ComponentsTests
{
    [Fact]
    public void Documents_that_are_linked_directly_or_over_others_belong_together()
    {
        var documents = SettlingTests.Read(
            "I invoice 100 1; J invoice 100 1; P payment 100 2 I; Q payment 50 3 J; C credit 5 4 I");

        Said(Components.Of(New(documents), [])).ShouldBe(["CIP", "JQ"], ignoreOrder: true);
    }

    [Fact]
    public void A_document_joins_the_component_of_what_it_names()
    {
        var documents = SettlingTests.Read("I invoice 100 1; P payment 100 2 I");
        var component = Guid.CreateVersion7();

        var joined = Components.Of(New(documents.Skip(1)), [new(component, documents[0])]).ShouldHaveSingleItem();

        (joined.Id, joined.Merged.Count).ShouldBe((component, 0));
        joined.KeysToKeep.ShouldBe([documents[1].NameKey]);
    }

    [Fact]
    public void A_document_that_names_two_components_makes_them_one()
    {
        var documents = SettlingTests.Read("I invoice 100 1; J invoice 100 1; P payment 100 2 I J");
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var joined = Components.Of(New(documents.Skip(2)), [new(first, documents[0]), new(second, documents[1])])
            .ShouldHaveSingleItem();

        joined.Merged.Append(joined.Id).ShouldBe([first, second], ignoreOrder: true);
        joined.KeysToKeep.ShouldContain(documents[joined.Id == first ? 1 : 0].NameKey);
    }

    [Fact]
    public void A_document_that_comes_again_is_passed_over()
    {
        var documents = SettlingTests.Read("I invoice 100 1");

        Components.Of(New(documents), [new(Guid.CreateVersion7(), documents[0])]).ShouldBeEmpty();
    }

    [Fact]
    public void A_link_by_id_finds_what_came_before_and_what_comes_later()
    {
        var invoice = SettlingTests.Read("I invoice 100 1")[0];
        var payment = SettlingTests.Read("P payment 100 2")[0] with
        {
            Id = Guid.CreateVersion7(),
            Links = [new(invoice.Id, null)],
        };
        var component = Guid.CreateVersion7();

        Components.Of(New([payment]), [new(component, invoice)]).ShouldHaveSingleItem().Id.ShouldBe(component);
        Components.Of(New([invoice]), [new(component, payment)]).ShouldHaveSingleItem().Id.ShouldBe(component);
    }

    private static List<NewDocument> New(IEnumerable<BookDocument> documents) =>
        [.. documents.Select(d => new NewDocument(d, []))];

    private static IEnumerable<string> Said(IEnumerable<Component> components) => components.Select(c =>
        string.Concat(c.Joining.Select(j => j.Document.ExternalId).Order(StringComparer.Ordinal)));
}
