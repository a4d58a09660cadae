using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers;

[Collection(IntakeCollection.Name)]
public sealed class GetCustomerTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_customer_is_returned_by_its_id()
    {
        var customer = await Given.CustomerAsync(service);

        (await service.Client.Customers.GetCustomerAsync(new() { CustomerId = customer.CustomerId }))
            .ShouldBe(customer);
    }

    [Theory]
    [InlineData("0198f000-0000-7000-8000-000000000000")]
    [InlineData("not-an-id")]
    public async Task An_id_of_nobody_is_not_found(string id)
    {
        var refused = await Refused.ByAsync(service.Client.Customers.GetCustomerAsync(new() { CustomerId = id }));

        refused.Code.ShouldBe(StatusCode.NotFound);
    }
}
