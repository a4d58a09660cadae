using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// One instance at a time links new entries, and signs the newest link for those who keep it elsewhere.
/// </summary>
internal sealed class SealerLoop(
    Sealer sealer, HeadKeeping keeping, NpgsqlDataSource source, ServiceInfo service, ILogger<Sealer> logger)
    : BackgroundService
{
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OtherInstancesEvery = TimeSpan.FromMilliseconds(900);

    // Entries that come together are sealed together: the chain has a second, the requests have not.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
            Persevere.UntilDoneAsync("The sealer of " + service.Name, LeadAsync, logger, stoppingToken), stoppingToken);

    private async Task LeadAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var writer = await OneWriter.TryTakeAsync(source, "sealer", ct);
            if (writer is not null)
                await SealAsync(writer.Connection, ct);
            await Task.Delay(StandBy, ct);
        }
    }

    private async Task SealAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var sealing = new Sealing(connection);
        await sealing.StartAsync(ct);
        while (true)
        {
            var count = 0;
            int last;
            do
                count += last = await sealing.SealAsync(ct);
            while (last == Sealing.EntriesMax);
            if (count > 0)
                await keeping.KeepAsync(sealing.Link, sealing.Hash, ct);
            await sealer.Woken.WaitAsync(OtherInstancesEvery, ct);
            await Task.Delay(Gather, ct);
        }
    }
}
