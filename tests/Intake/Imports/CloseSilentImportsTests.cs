using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.Intake.Imports;
using Risk.Intake.Imports.Batches;
using Risk.Intake.Storage;
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
        (await service.SqlAsync<string>(
            "SELECT convert_from(payload, 'UTF8') FROM audit_entries WHERE subject = $1 AND action = 'imports.close'",
            silent)).ShouldContain("IMPORT_STATE_FAILED");
        (await service.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'imports.close'", living)).ShouldBe(0);
        (await GetAsync(living)).State.ShouldBe(ImportState.Running);
        var told = (await service.PublishedAsync<ImportFinished>(silent))[^1];
        told.Import.State.ShouldBe(ImportState.Failed);
        told.Position.ShouldStartWith("intake.");
    }

    [Fact]
    public async Task Of_a_silent_import_as_a_whole_nothing_is_said_to_be_kept()
    {
        var silent = await RunningAsync(CloseSilentImports.SilenceMax + TimeSpan.FromSeconds(1));
        await service.SqlAsync("UPDATE imports SET all_or_nothing = true WHERE import_id = $1", Guid.Parse(silent));

        await service.RestartAsync();
        await ServiceFixture<IntakeService>.UntilAsync(
            async () => (await GetAsync(silent)).State == ImportState.Failed, "the silent import is closed");

        (await GetAsync(silent)).Failure.ShouldContain("Nothing of the file is kept");
    }

    [Fact]
    public async Task A_beat_that_fails_does_not_end_the_heart()
    {
        var id = Guid.Parse(await RunningAsync(TimeSpan.FromSeconds(30)));
        await using var scope = service.Services.CreateAsyncScope();
        var progress = new ImportProgress(
            new() { ImportId = id }, scope.ServiceProvider.GetRequiredService<IntakeDb>(),
            scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>(), service.Clock,
            scope.ServiceProvider.GetRequiredService<ILogger<ImportProgress>>());
        using var stop = new CancellationTokenSource();
        await service.SqlAsync("ALTER TABLE imports RENAME TO imports_elsewhere");
        var beating = progress.BeatAsync(TimeSpan.FromMilliseconds(20), stop.Token);

        await ServiceFixture<IntakeService>.UntilAsync(
            () => Task.FromResult(
                service.Log.Lines.Any(l => l.Contains($"{id} could not show", StringComparison.Ordinal))),
            "a beat that failed");
        await service.SqlAsync("ALTER TABLE imports_elsewhere RENAME TO imports");

        await ServiceFixture<IntakeService>.UntilAsync(
            () => service.SqlAsync<bool>(
                "SELECT beat_at > $2 - interval '20 seconds' FROM imports WHERE import_id = $1", id,
                service.Clock.GetUtcNow()),
            "a beat after it");
        await stop.CancelAsync();
        await beating.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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
