using Microsoft.Extensions.DependencyInjection;
using Risk.Alerting.Storage;
using Risk.ServiceDefaults.Storage;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Storage;

[Collection(AlertingCollection.Name)]
public sealed class AlertingDbTests(AlertingFixture alerting)
{
    [Fact]
    public async Task The_mapping_is_the_migrated_schema()
    {
        await using var scope = alerting.Services.CreateAsyncScope();

        var differences = await ModelCheck.DifferencesAsync(scope.ServiceProvider.GetRequiredService<AlertingDb>());

        differences.ShouldBeEmpty();
    }
}
