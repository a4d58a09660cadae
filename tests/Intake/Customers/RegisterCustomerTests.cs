using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers;

[Collection(IntakeCollection.Name)]
public sealed class RegisterCustomerTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Numbers_that_several_companies_may_have_are_reported_and_not_refused()
    {
        var number = Given.Unique("HRB").ToUpperInvariant();
        var cologne = Given.UnregisteredCustomer();
        cologne.Identifiers.Add(
            new Identifier { Scheme = IdentifierScheme.Registry, CountryCode = "DE", Value = number });
        var jena = Given.UnregisteredCustomer("Etwas ganz Anderes GmbH");
        jena.Identifiers.Add(cologne.Identifiers);
        var first = await Given.CustomerAsync(service, cologne);

        var second = await service.Client.Customers.RegisterCustomerAsync(new() { Customer = jena });

        var similar = second.SimilarCustomers[0];
        similar.CustomerId.ShouldBe(first.CustomerId);
        similar.SharedIdentifiers.ShouldHaveSingleItem().Value.ShouldBe(number);
        (await service.Client.Customers.ListCustomersAsync(new() { Identifier = number })).Customers.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public async Task What_happened_today_in_the_east_is_not_in_the_future(int daysAhead, bool isTaken)
    {
        // The latest day that has begun anywhere is the one at UTC+14.
        var day = DateOnly.FromDateTime(service.Clock.GetUtcNow().AddHours(14).UtcDateTime).AddDays(daysAhead);
        var given = Given.UnregisteredCustomer();
        given.IncorporatedOn = new() { Value = day.ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        var registering = service.Client.Customers.RegisterCustomerAsync(new() { Customer = given });

        if (isTaken)
            (await registering).Customer.IncorporatedOn.ShouldBe(given.IncorporatedOn);
        else
            (await Refused.ByAsync(registering)).Reason.ShouldBe("IN_THE_FUTURE");
    }

    [Fact]
    public async Task A_registered_customer_is_kept_with_all_its_fields_and_told_of()
    {
        var given = Given.UnregisteredCustomer();
        given.Identifiers.Add(
            new Identifier { Scheme = IdentifierScheme.Vat, Value = "de 811 569 869", CountryCode = "DE" });
        given.Industry = new() { IsicSection = "C", Gbt4754Code = "C3912" };
        given.RegisteredCapital = new() { Amount = "5000000", CurrencyCode = "CNY" };
        given.MarketShare = new() { Value = "0.125" };
        given.IncorporatedOn = new() { Value = "1999-04-01" };
        given.FormerNames.Add("Old name");
        given.LegalRecords.Add(new LegalRecord
        {
            Kind = LegalRecordKind.Lawsuit,
            RecordedOn = new() { Value = "2024-05-06" },
            Amount = new() { Amount = "1000.50", CurrencyCode = "CNY" },
            Reference = "(2024)沪01民初77号",
        });

        given.ExternalRatings.Add(new ExternalRating
        {
            Agency = "S&P",
            Rating = "BBB-",
            RatedOn = new() { Value = "2024-05-06" },
            ValidUntil = new() { Value = "2025-05-06" },
        });
        given.CreditReferences.Add(new CreditReference
        {
            Kind = CreditReferenceKind.Trade,
            GivenBy = "Abel Metals",
            Limit = new() { Amount = "80000.00", CurrencyCode = "CNY" },
            StatedOn = new() { Value = "2024-05-06" },
            Experience = PaymentExperience.Late,
            Source = "letter of 6 May",
        });

        var answer = await service.Client.Customers.RegisterCustomerAsync(new() { Customer = given });

        var kept = await service.Client.Customers.GetCustomerAsync(new() { CustomerId = answer.Customer.CustomerId });
        kept.ShouldBe(answer.Customer);
        kept.Status.ShouldBe(CustomerStatus.Prospect);
        kept.Identifiers.ShouldHaveSingleItem().Value.ShouldBe("DE811569869");
        kept.RegisteredCapital.Amount.ShouldBe("5000000.00");
        kept.LegalRecords.ShouldBe(given.LegalRecords);
        kept.ExternalRatings.ShouldBe(given.ExternalRatings);
        kept.CreditReferences.ShouldBe(given.CreditReferences);
        answer.Position.ShouldStartWith("intake.");
        var fact = (await service.PublishedAsync<CustomerRegistered>(kept.CustomerId)).ShouldHaveSingleItem();
        fact.Customer.ShouldBe(kept);
        (await service.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'customers.register'", kept.CustomerId))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_identifier_is_refused_and_the_other_customer_named()
    {
        var first = Given.UnregisteredCustomer();
        first.Identifiers.Add(new Identifier { Scheme = IdentifierScheme.Uscc, Value = "91340600MA2PBM9HXD" });
        var other = await Given.CustomerAsync(service, first);
        var second = Given.UnregisteredCustomer();
        second.Identifiers.Add(first.Identifiers);

        var refused = await Refused.ByAsync(
            service.Client.Customers.RegisterCustomerAsync(new() { Customer = second }));

        refused.Code.ShouldBe(StatusCode.AlreadyExists);
        refused.Facts["id"].ShouldBe(other.CustomerId);
        refused.Message.ShouldContain(other.LegalName);
    }

    [Fact]
    public async Task A_taken_external_reference_is_refused_and_the_other_customer_named()
    {
        var first = Given.UnregisteredCustomer();
        var other = await Given.CustomerAsync(service, first);
        var second = Given.UnregisteredCustomer();
        second.ExternalRefs.Clear();
        second.ExternalRefs.Add(first.ExternalRefs);

        var refused = await Refused.ByAsync(
            service.Client.Customers.RegisterCustomerAsync(new() { Customer = second }));

        refused.Code.ShouldBe(StatusCode.AlreadyExists);
        refused.Facts["id"].ShouldBe(other.CustomerId);
    }

    [Fact]
    public async Task Of_twenty_at_once_with_one_reference_exactly_one_is_registered()
    {
        var given = Given.UnregisteredCustomer();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return (await service.Client.Customers.RegisterCustomerAsync(new() { Customer = given }))
                    .Customer.CustomerId;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        answers.Count(id => id is not null).ShouldBe(1);
        (await service.SqlAsync<long>("SELECT count(*) FROM customers WHERE legal_name = $1", given.LegalName))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_registers_once()
    {
        var request = new RegisterCustomerRequest
        {
            Customer = Given.UnregisteredCustomer(),
            RequestId = Given.Unique("r"),
        };

        var first = await service.Client.Customers.RegisterCustomerAsync(request);
        var second = await service.Client.Customers.RegisterCustomerAsync(request);

        second.ShouldBe(first);
        (await service.PublishedAsync<CustomerRegistered>(first.Customer.CustomerId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Similar_names_are_reported_most_similar_first()
    {
        var word = Given.Unique("Zhongyuan")[..18].Replace('-', 'x');
        var near = await Given.CustomerAsync(service, Given.UnregisteredCustomer($"{word} Steel Trading Co., Ltd."));
        var nearer = await Given.CustomerAsync(service, Given.UnregisteredCustomer($"{word} STEEL LIMITED"));

        var answer = await service.Client.Customers.RegisterCustomerAsync(
            new() { Customer = Given.UnregisteredCustomer($"{word} Steel GmbH") });

        answer.SimilarCustomers.Select(s => s.CustomerId).Take(2).ShouldBe([nearer.CustomerId, near.CustomerId]);
        answer.SimilarCustomers[0].Similarity.Value.ShouldBe("1");
    }

    [Fact]
    public async Task Everything_wrong_is_reported_at_once_by_field()
    {
        var refused = await Refused.ByAsync(service.Client.Customers.RegisterCustomerAsync(new()
        {
            Customer = new()
            {
                CountryCode = "ZZ",
                Headcount = -1,
                MarketShare = new() { Value = "1.5" },
                IncorporatedOn = new() { Value = "2999-01-01" },
                Identifiers = { new Identifier { Scheme = IdentifierScheme.Lei, Value = "21380068P1DRHMJ8KU71" } },
                RegisteredCapital = new() { Amount = "1", CurrencyCode = "RMB" },
            },
        }));

        refused.Code.ShouldBe(StatusCode.InvalidArgument);
        refused.Fields.ShouldBe(
        [
            "customer.legal_name", "customer.identifiers[0].value", "customer.country_code", "customer.incorporated_on",
            "customer.registered_capital.currency_code", "customer.headcount", "customer.market_share",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task An_unknown_parent_is_refused()
    {
        var child = Given.UnregisteredCustomer();
        child.ParentCustomerId = Guid.CreateVersion7().ToString();

        var refused = await Refused.ByAsync(service.Client.Customers.RegisterCustomerAsync(new() { Customer = child }));

        refused.Reason.ShouldBe("PARENT_NOT_FOUND");
    }

    [Fact]
    public async Task An_auditor_may_not_register()
    {
        var key = await service.Client.ApiKeys.CreateApiKeyAsync(
            new() { Name = "audit", Owner = "auditor", Roles = { V1.Role.Auditor } });
        using var auditor = service.ClientWith(key.Secret);

        var refused = await Refused.ByAsync(
            auditor.Customers.RegisterCustomerAsync(new() { Customer = Given.UnregisteredCustomer() }));

        refused.Code.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Refusals_are_told_in_the_language_of_the_caller()
    {
        using var chinese = service.ClientWith(service.ApiKey, "zh-CN");

        var refused = await Refused.ByAsync(chinese.Customers.RegisterCustomerAsync(new() { Customer = new() }));

        refused.Message.ShouldContain("必填");
    }
}
