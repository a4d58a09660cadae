using Risk.Intake.Imports;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

public sealed class CloseSilentImportsTests(ServiceFixture<IntakeService> service)
    : IClassFixture<ServiceFixture<IntakeService>>
{
    [Fact]
    public async Task An_import_that_shows_no_life_is_closed_and_a_living_one_is_not()
    {
        var (silent, living) = (await RunningAsync(CloseSilentImports.SilenceMax + TimeSpan.FromSeconds(1)),
            await RunningAsync(TimeSpan.Zero));

        await service.RestartAsync();
        await ServiceFixture<IntakeService>.UntilAsync(
            async () => (await GetAsync(silent)).State == ImportState.Failed, "the silent import is closed");

        (await GetAsync(silent)).Failure.ShouldContain("process");
        (await GetAsync(living)).State.ShouldBe(ImportState.Running);
    }

    private async Task<string> RunningAsync(TimeSpan silentFor)
    {
        var answer = await Given.ImportAsync(service, "customers", $"id,legal_name\n{Given.Unique("s")},A\n");
        var now = service.Clock.GetUtcNow();
        await service.SqlAsync(
            "UPDATE imports SET state = 1, ended_at = NULL, beat_at = $2 WHERE import_id = $1",
            Guid.Parse(answer.Import.ImportId), now - silentFor);
        return answer.Import.ImportId;
    }

    private async Task<V1.Import> GetAsync(string id) =>
        await service.Client.Imports.GetImportAsync(new() { ImportId = id });
}
