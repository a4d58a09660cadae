using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// The API keys in memory, by hash. Changes in the table are looked for every second, so that a revoked key ends on
/// every
/// instance within moments; a key that is not known makes it look soon, for all of them together.
/// </summary>
internal sealed partial class KnownKeys(
    NpgsqlDataSource source, IdentitySettings identity, LimitsSettings limits, TimeProvider clock,
        ILogger<KnownKeys> logger)
    : BackgroundService
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefreshIntervalMin = TimeSpan.FromMilliseconds(100);

    // A row carries the time at which it was written, not at which it was committed: look back over slow transactions.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<KeyHash, KnownCaller> byHash = new();
    private readonly ConcurrentDictionary<string, (KeyHash Hash, DateTimeOffset ChangedAt)> byId =
        new(StringComparer.Ordinal);
    private readonly SemaphoreSlim refreshing = new(1);
    private DateTimeOffset newestChange = DateTimeOffset.MinValue;
    private long refreshedAt;

    public async ValueTask<KnownCaller?> FindAsync(KeyHash hash, CancellationToken cancellation)
    {
        if (byHash.TryGetValue(hash, out var known))
            return known;
        var asked = clock.GetTimestamp();
        var tooEarly = RefreshIntervalMin - clock.GetElapsedTime(Volatile.Read(ref refreshedAt), asked);
        if (tooEarly > TimeSpan.Zero)
            await Task.Delay(tooEarly, clock, cancellation);
        await RefreshAsync(asked, cancellation);
        return byHash.GetValueOrDefault(hash);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (identity.ServiceKeyFile.Length > 0)
            Know(KeyHash.Of(identity.ServiceKey()), new("service", "another service", Role.Auditor));
        if (identity.BootstrapKey().Hash is { } bootstrap)
            Know(bootstrap, new("bootstrap", "bootstrap key", Role.Readers));
        await RefreshAsync(clock.GetTimestamp(), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    private void Know(KeyHash hash, Caller caller) => byHash[hash] = new(caller, expiresAt: null, limits.NewBucket());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(clock.GetTimestamp(), stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogStale(failed.Message);
            }
        }
    }

    internal IEnumerable<(string Id, long Minute)> TakeUnwrittenUses()
    {
        foreach (var (id, (hash, _)) in byId)
        {
            if (byHash.TryGetValue(hash, out var known) && known.TakeUnwrittenUse() is { } minute)
                yield return (id, minute);
        }
    }

    /// <summary>Looks for changes, unless somebody has begun to look since it was asked for.</summary>
    private async Task RefreshAsync(long asked, CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation);
        try
        {
            if (Volatile.Read(ref refreshedAt) > asked)
                return;
            var started = clock.GetTimestamp();
            var since = newestChange > DateTimeOffset.MinValue + Overlap ? newestChange - Overlap : newestChange;
            await using var command = source.CreateCommand("""
                SELECT id, secret_sha256, name, owner, roles, expires_at, revoked_at, changed_at
                FROM credentials WHERE changed_at >= $1 ORDER BY changed_at
                """);
            command.Parameters.AddWithValue(since);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                Take(rows);
            Volatile.Write(ref refreshedAt, started);
        }
        finally
        {
            refreshing.Release();
        }
    }

    private void Take(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        var changedAt = row.GetFieldValue<DateTimeOffset>(7);
        var hash = KeyHash.From(row.GetFieldValue<byte[]>(1));
        if (byId.TryGetValue(id, out var before))
        {
            if (before.ChangedAt == changedAt)
                return;
            byHash.TryRemove(before.Hash, out _);
        }
        byId[id] = (hash, changedAt);
        if (changedAt > newestChange)
            newestChange = changedAt;
        if (!row.IsDBNull(6))
            return;
        var caller = new Caller("key:" + id, row.GetString(2), (Role)row.GetInt32(4)) { Owner = row.GetString(3) };
        var expiresAt = row.IsDBNull(5) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(5);
        byHash[hash] = new(caller, expiresAt, limits.NewBucket());
    }

    public override void Dispose()
    {
        refreshing.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The API keys in memory could not be refreshed: {Reason}")]
    private partial void LogStale(string reason);
}
