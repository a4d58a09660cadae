using Risk.Client;
using Risk.CommandLine.Commands;
using Risk.CommandLine.Files;
using Risk.Scoring.V1;

namespace Risk.CommandLine.Suite;

/// <summary>Models of a running suite: published, activated, and the portfolio scored anew by them.</summary>
internal static class SuiteModels
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static async Task<int> PublishAsync(
        RiskClientOptions suite, FileInfo file, (string Name, string Reason) said, TextWriter output,
        CancellationToken cancellation)
    {
        if (!file.Exists)
            throw new CommandException($"There is no model {file.FullName}.");
        using var client = new RiskClient(suite);
        var model = await client.Models.PublishModelAsync(new()
        {
            Definition = await File.ReadAllTextAsync(file.FullName, cancellation),
            Name = said.Name,
            Reason = said.Reason,
            RequestId = Guid.CreateVersion7().ToString(),
        }, cancellationToken: cancellation);
        await output.WriteLineAsync(
            $"published {model.Name} as version {model.Version}; another person activates it: "
            + $"risk activate {model.Version}");
        return 0;
    }

    public static async Task<int> ActivateAsync(
        RiskClientOptions suite, int version, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var model = await client.Models.ActivateModelAsync(
            new() { Version = version, RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: cancellation);
        await output.WriteLineAsync($"customers are scored by {model.Name}, version {model.Version}");
        return 0;
    }

    /// <summary>Starts a rescoring and waits for its end. Who stops watching does not stop it.</summary>
    public static async Task<int> RescoreAsync(
        RiskClientOptions suite, string reason, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var started = await client.Rescorings.StartRescoringAsync(
            new() { Reason = reason, RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: cancellation);
        var ended = await Progress.RunAsync("rescore", started.CustomersTotal,
            report => WatchAsync(client, started, report, cancellation));
        await output.WriteLineAsync(
            $"{ended.State.ToString().ToLowerInvariant()}: {ended.CustomersDone} customers, "
            + $"{ended.CustomersScored} scored, {ended.GradesChanged} with another grade");
        return ended.State == RescoringState.Done ? 0 : 1;
    }

    private static async Task<Rescoring> WatchAsync(
        RiskClient client, Rescoring job, Action<double> report, CancellationToken cancellation)
    {
        while (job.State < RescoringState.Done)
        {
            await Task.Delay(LookEvery, cancellation);
            job = await client.Rescorings.GetRescoringAsync(
                new() { RescoringId = job.RescoringId }, cancellationToken: cancellation);
            report(job.CustomersDone);
        }
        return job;
    }
}
