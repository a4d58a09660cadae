using Microsoft.Extensions.DependencyInjection;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Storage;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Storage;

[Collection(IntakeCollection.Name)]
public sealed class SchemaTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task The_mapping_is_the_migrated_schema()
    {
        await using var scope = service.Services.CreateAsyncScope();

        (await ModelCheck.DifferencesAsync(scope.ServiceProvider.GetRequiredService<IntakeDb>())).ShouldBeEmpty();
    }
}
