using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers;

[Collection(IntakeCollection.Name)]
public sealed class ListCustomersTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Pages_hold_every_customer_once_in_the_order_of_names()
    {
        var word = Given.Unique("Paged");
        foreach (var letter in "CABED")
            await Given.CustomerAsync(service, Given.UnregisteredCustomer($"{letter} {word}"));

        var names = new List<string>();
        var token = "";
        do
        {
            var page = await service.Client.Customers.ListCustomersAsync(
                new() { NameContains = word.ToUpperInvariant(), PageSize = 2, PageToken = token });
            page.Customers.Count.ShouldBeLessThanOrEqualTo(2);
            names.AddRange(page.Customers.Select(c => c.LegalName));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        names.ShouldBe([$"A {word}", $"B {word}", $"C {word}", $"D {word}", $"E {word}"]);
    }

    [Fact]
    public async Task A_customer_is_found_by_identifier_reference_and_status()
    {
        var given = Given.UnregisteredCustomer();
        given.Identifiers.Add(new Identifier { Scheme = IdentifierScheme.Lei, Value = "529900GRZ2BQY5ZM9N49" });
        given.Status = CustomerStatus.Suspended;
        var customer = await Given.CustomerAsync(service, given);
        var reference = given.ExternalRefs[0];

        foreach (var request in (ListCustomersRequest[])
        [
            new() { Identifier = "529900grz2bqy5zm9n49" },
            new() { ExternalSystem = reference.System, ExternalId = reference.Id },
            new() { Status = CustomerStatus.Suspended, NameContains = given.LegalName },
        ])
        {
            var found = await service.Client.Customers.ListCustomersAsync(request);
            found.Customers.ShouldHaveSingleItem().ShouldBe(customer);
        }
    }

    [Fact]
    public async Task What_registered_a_customer_also_finds_it()
    {
        var word = Given.Unique("Müller");
        var given = Given.UnregisteredCustomer($"{word} Ｓｔａｈｌ");
        given.FormerNames.Add($"{word} Eisen");
        given.Identifiers.Add(new Identifier { Scheme = IdentifierScheme.Duns, Value = "15-048-3790" });
        var customer = await Given.CustomerAsync(service, given);

        foreach (var request in (ListCustomersRequest[])
        [
            new() { Identifier = "15-048-3790" },
            new() { Identifier = "150483790" },
            new() { NameContains = word.ToUpperInvariant() },
            new() { NameContains = word + " stahl" },
            new() { NameContains = word + " ＥＩＳＥＮ" },
        ])
        {
            var found = await service.Client.Customers.ListCustomersAsync(request);
            found.Customers.ShouldHaveSingleItem(request.ToString()).ShouldBe(customer);
        }
    }

    [Fact]
    public async Task Signs_of_patterns_are_letters_like_others()
    {
        var word = Given.Unique("100%_sure");
        await Given.CustomerAsync(service, Given.UnregisteredCustomer(word));

        (await service.Client.Customers.ListCustomersAsync(new() { NameContains = word })).Customers.Count.ShouldBe(1);
        (await service.Client.Customers.ListCustomersAsync(new() { NameContains = word.Replace("0%", "%") }))
            .Customers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_another_list_is_refused()
    {
        var word = Given.Unique("Token");
        await Given.CustomerAsync(service, Given.UnregisteredCustomer($"A {word}"));
        await Given.CustomerAsync(service, Given.UnregisteredCustomer($"B {word}"));
        var page = await service.Client.Customers.ListCustomersAsync(new() { NameContains = word, PageSize = 1 });

        var refused = await Refused.ByAsync(
            service.Client.Customers.ListCustomersAsync(
                new() { NameContains = "other", PageToken = page.NextPageToken }));

        refused.Code.ShouldBe(StatusCode.InvalidArgument);
    }
}
