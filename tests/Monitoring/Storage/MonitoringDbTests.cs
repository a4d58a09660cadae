using Microsoft.Extensions.DependencyInjection;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Storage;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Storage;

[Collection(MonitoringCollection.Name)]
public sealed class MonitoringDbTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task The_mapping_is_the_migrated_schema()
    {
        await using var scope = monitoring.Services.CreateAsyncScope();

        var differences = await ModelCheck.DifferencesAsync(scope.ServiceProvider.GetRequiredService<MonitoringDb>());

        differences.ShouldBeEmpty();
    }
}
