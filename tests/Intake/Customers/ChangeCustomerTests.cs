using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers;

[Collection(IntakeCollection.Name)]
public sealed class ChangeCustomerTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Only_the_named_fields_change_and_the_change_is_told()
    {
        var customer = await Given.CustomerAsync(service);

        var answer = await ChangeAsync(customer, new() { Segment = "distributor", Region = "ignored" }, "segment");

        answer.Customer.Segment.ShouldBe("distributor");
        answer.Customer.Region.ShouldBeEmpty();
        answer.Customer.Etag.ShouldNotBe(customer.Etag);
        var fact = (await service.PublishedAsync<CustomerChanged>(customer.CustomerId)).ShouldHaveSingleItem();
        fact.ChangedFields.ShouldBe(["segment"]);
        fact.Customer.ShouldBe(answer.Customer);
    }

    [Fact]
    public async Task A_new_name_leaves_the_old_one_among_the_former()
    {
        var customer = await Given.CustomerAsync(service);

        var answer = await ChangeAsync(customer, new() { LegalName = "New " + customer.LegalName }, "legal_name");

        answer.Customer.FormerNames.ShouldBe([customer.LegalName]);
    }

    [Fact]
    public async Task One_part_of_the_industry_changes_alone()
    {
        var given = Given.UnregisteredCustomer();
        given.Industry = new() { IsicSection = "C", Gbt4754Code = "C3912" };
        var customer = await Given.CustomerAsync(service, given);

        var answer = await ChangeAsync(
            customer, new() { Industry = new() { IsicSection = "G" } }, "industry.isic_section");

        answer.Customer.Industry.ShouldBe(new Industry { IsicSection = "G", Gbt4754Code = "C3912" });
    }

    [Fact]
    public async Task An_old_etag_is_refused_and_changes_nothing()
    {
        var customer = await Given.CustomerAsync(service);
        await ChangeAsync(customer, new() { Segment = "a" }, "segment");

        var refused = await Refused.ByAsync(service.Client.Customers.ChangeCustomerAsync(new()
        {
            CustomerId = customer.CustomerId,
            Customer = new() { Segment = "b", Etag = customer.Etag },
            UpdateMask = new() { Paths = { "segment" } },
        }));

        refused.Code.ShouldBe(StatusCode.Aborted);
        (await service.Client.Customers.GetCustomerAsync(new() { CustomerId = customer.CustomerId }))
            .Segment.ShouldBe("a");
    }

    [Fact]
    public async Task Of_ten_changes_at_once_with_one_etag_exactly_one_holds()
    {
        var customer = await Given.CustomerAsync(service);
        var held = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await service.Client.Customers.ChangeCustomerAsync(new()
                {
                    CustomerId = customer.CustomerId,
                    Customer = new() { Segment = $"s{i}", Etag = customer.Etag },
                    UpdateMask = new() { Paths = { "segment" } },
                });
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Aborted)
            {
                return false;
            }
        }));

        held.Count(h => h).ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_customer_does_not_become_a_prospect()
    {
        var given = Given.UnregisteredCustomer();
        given.Status = CustomerStatus.Closed;
        var customer = await Given.CustomerAsync(service, given);

        var refused = await RefusedChangeAsync(customer, new() { Status = CustomerStatus.Prospect }, "status");

        refused.Reason.ShouldBe("STATUS_TRANSITION_NOT_ALLOWED");
    }

    [Fact]
    public async Task Nobody_heads_a_group_that_heads_his()
    {
        var top = await Given.CustomerAsync(service);
        var middle = await Given.CustomerAsync(service, Under(top));
        var bottom = await Given.CustomerAsync(service, Under(middle));

        var refused = await RefusedChangeAsync(top, new() { ParentCustomerId = bottom.CustomerId },
            "parent_customer_id");

        refused.Reason.ShouldBe("PARENT_IS_BELOW");
    }

    [Fact]
    public async Task A_reference_that_another_has_is_refused()
    {
        var other = await Given.CustomerAsync(service);
        var customer = await Given.CustomerAsync(service);

        var refused = await RefusedChangeAsync(
            customer, new() { ExternalRefs = { other.ExternalRefs } }, "external_refs");

        refused.Code.ShouldBe(StatusCode.AlreadyExists);
        refused.Facts["id"].ShouldBe(other.CustomerId);
    }

    [Fact]
    public async Task An_identifier_that_was_given_up_is_free_for_others()
    {
        var given = Given.UnregisteredCustomer();
        given.Identifiers.Add(new Identifier { Scheme = IdentifierScheme.Duns, Value = "15-048-3782" });
        var customer = await Given.CustomerAsync(service, given);
        await ChangeAsync(customer, new(), "identifiers");

        var next = Given.UnregisteredCustomer();
        next.Identifiers.Add(given.Identifiers);
        (await Given.CustomerAsync(service, next)).Identifiers.ShouldHaveSingleItem().Value.ShouldBe("150483782");
    }

    [Fact]
    public async Task A_field_that_does_not_exist_is_refused()
    {
        var customer = await Given.CustomerAsync(service);

        (await RefusedChangeAsync(customer, new(), "colour")).Reason.ShouldBe("UNKNOWN_FIELD");
    }

    [Fact]
    public async Task A_patch_over_REST_changes_the_fields_of_its_body()
    {
        var customer = await Given.CustomerAsync(service);

        using var response = await service.Http.PatchAsync(
            new Uri($"v1/customers/{customer.CustomerId}", UriKind.Relative),
            new StringContent("""{"salesperson":"Li Lei"}""", System.Text.Encoding.UTF8, "application/json"));

        response.EnsureSuccessStatusCode();
        (await service.Client.Customers.GetCustomerAsync(new() { CustomerId = customer.CustomerId }))
            .Salesperson.ShouldBe("Li Lei");
    }

    private static Customer Under(Customer parent)
    {
        var child = Given.UnregisteredCustomer();
        child.ParentCustomerId = parent.CustomerId;
        return child;
    }

    private async Task<ChangeCustomerResponse> ChangeAsync(
        Customer customer, Customer change, params string[] fields) =>
        await service.Client.Customers.ChangeCustomerAsync(Request(customer, change, fields));

    private Task<Refused> RefusedChangeAsync(Customer customer, Customer change, params string[] fields) =>
        Refused.ByAsync(service.Client.Customers.ChangeCustomerAsync(Request(customer, change, fields)));

    private static ChangeCustomerRequest Request(Customer customer, Customer change, string[] fields) =>
        new() { CustomerId = customer.CustomerId, Customer = change, UpdateMask = new() { Paths = { fields } } };
}
