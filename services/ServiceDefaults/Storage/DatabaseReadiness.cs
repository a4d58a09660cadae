using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Storage;

/// <summary>Ready when the runtime role can ask the database something within a second.</summary>
internal sealed class DatabaseReadiness(NpgsqlDataSource source, TimeProvider clock) : IReadiness
{
    public string Name => "database";

    public async ValueTask<string?> ReasonNotReadyAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(either.Token);
            return null;
        }
        catch (Exception failed) when (failed.IsOfDatabase()
            || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return failed is PostgresException refused ? refused.MessageText : "not reachable";
        }
    }
}
