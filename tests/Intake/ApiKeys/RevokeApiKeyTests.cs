using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.ApiKeys;

[Collection(IntakeCollection.Name)]
public sealed class RevokeApiKeyTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_revoked_key_opens_nothing_within_five_seconds_and_is_told_of_once()
    {
        var key = await service.Client.ApiKeys.CreateApiKeyAsync(
            new() { Name = "erp", Owner = "it", Roles = { Role.Integrator } });
        using var client = service.ClientWith(key.Secret);
        await client.Customers.ListCustomersAsync(new());

        var revoked = await service.Client.ApiKeys.RevokeApiKeyAsync(new() { ApiKeyId = key.ApiKey.ApiKeyId });
        var again = await service.Client.ApiKeys.RevokeApiKeyAsync(new() { ApiKeyId = key.ApiKey.ApiKeyId });

        again.RevokedAt.ShouldBe(revoked.RevokedAt);
        await ServiceFixture<IntakeService>.UntilAsync(async () =>
        {
            try
            {
                await client.Customers.ListCustomersAsync(new());
                return false;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode == StatusCode.Unauthenticated;
            }
        }, "the revoked key is refused");
        (await service.PublishedAsync<CredentialChanged>(key.ApiKey.ApiKeyId)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_not_found() =>
        (await Refused.ByAsync(service.Client.ApiKeys.RevokeApiKeyAsync(new() { ApiKeyId = "none" })))
            .Code.ShouldBe(StatusCode.NotFound);
}
