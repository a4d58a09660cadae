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

    /// <summary>Has everybody scored anew, unless told otherwise, and waits for the end.</summary>
    public static async Task<int> ActivateAsync(
        RiskClientOptions suite, (int Version, bool KeepScores) said, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var model = await client.Models.ActivateModelAsync(
            new()
            {
                Version = said.Version,
                KeepScores = said.KeepScores,
                RequestId = Guid.CreateVersion7().ToString(),
            },
            cancellationToken: cancellation);
        await output.WriteLineAsync($"customers are scored by {model.Name}, version {model.Version}");
        return model.RescoringId.Length == 0 ? 0 : await FollowAsync(client, model.RescoringId, output, cancellation);
    }

    /// <summary>Starts a rescoring and waits for its end.</summary>
    public static async Task<int> RescoreAsync(
        RiskClientOptions suite, string reason, TextWriter output, CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var started = await client.Rescorings.StartRescoringAsync(
            new() { Reason = reason, RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: cancellation);
        return await FollowAsync(client, started.RescoringId, output, cancellation);
    }

    /// <summary>Who stops watching does not stop it.</summary>
    private static async Task<int> FollowAsync(
        RiskClient client, string rescoringId, TextWriter output, CancellationToken cancellation)
    {
        var job = await client.Rescorings.GetRescoringAsync(
            new() { RescoringId = rescoringId }, cancellationToken: cancellation);
        var ended = await Progress.RunAsync("rescore", job.CustomersTotal,
            report => WatchAsync(client, job, report, cancellation));
        await output.WriteLineAsync(
            $"{ended.State.ToString().ToLowerInvariant()}: {ended.CustomersDone} customers, "
            + $"{ended.CustomersScored} scored, {ended.CustomersUnchanged} unchanged, "
            + $"{ended.GradesChanged} with another grade");
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
