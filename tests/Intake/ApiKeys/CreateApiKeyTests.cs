using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.ApiKeys;

[Collection(IntakeCollection.Name)]
public sealed class CreateApiKeyTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task A_new_key_opens_what_its_roles_allow_and_its_secret_is_kept_nowhere()
    {
        var answer = await service.Client.ApiKeys.CreateApiKeyAsync(
            new() { Name = "erp", Owner = "it", Roles = { Role.Integrator, Role.Sales } });

        using var client = service.ClientWith(answer.Secret);
        await client.Customers.RegisterCustomerAsync(new() { Customer = Given.UnregisteredCustomer() });
        (await Refused.ByAsync(client.ApiKeys.ListApiKeysAsync(new()))).Code.ShouldBe(StatusCode.PermissionDenied);
        var fact = (await service.PublishedAsync<CredentialChanged>(answer.ApiKey.ApiKeyId)).ShouldHaveSingleItem();
        fact.Roles.ShouldBe([Role.Integrator, Role.Sales]);
        fact.SecretSha256.Length.ShouldBe(64);
        // Behind rk_ and the id; it may hold underscores itself.
        var secret = answer.Secret.Split('_', 3)[2];
        foreach (var table in (string[])["outbox", "audit_entries", "credentials", "idempotency"])
        {
            (await service.SqlAsync<long>(
                $"""
                SELECT count(*) FROM {table} t
                WHERE position($1 IN t::text) > 0 OR position(encode(convert_to($1, 'UTF8'), 'hex') IN t::text) > 0
                """, secret)).ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task What_is_missing_is_refused_by_field()
    {
        var refused = await Refused.ByAsync(service.Client.ApiKeys.CreateApiKeyAsync(new()));

        refused.Fields.ShouldBe(["name", "owner", "roles"]);
    }
}
