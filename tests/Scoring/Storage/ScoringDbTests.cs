using Microsoft.Extensions.DependencyInjection;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Storage;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Storage;

[Collection(ScoringCollection.Name)]
public sealed class ScoringDbTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_mapping_is_the_migrated_schema()
    {
        await using var scope = scoring.Services.CreateAsyncScope();

        var differences = await ModelCheck.DifferencesAsync(scope.ServiceProvider.GetRequiredService<ScoringDb>());

        differences.ShouldBeEmpty();
    }
}
