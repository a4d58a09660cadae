using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Reservations;

/// <summary>
/// Sweeps up reservations whose time is over. Checks count them as free already; this moves their amounts in the
/// balances and tells it. Any number of instances may sweep: an account that somebody holds is left for the next round.
/// </summary>
internal sealed partial class ExpireReservations(
    IServiceScopeFactory scopes, ServiceInfo service, TimeProvider clock, ILogger<ExpireReservations> logger)
    : BackgroundService
{
    private const int CustomersMax = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await SweepAsync(stoppingToken) >= CustomersMax)
                {
                }
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
        }
    }

    /// <summary>Answers for how many customers it found something.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ScoringDb>();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customers = await LockAsync((NpgsqlConnection)db.Database.GetDbConnection(), now, ct);
        if (customers.Length == 0)
            return 0;
        var expired = await db.Set<Reservation>()
            .Where(r => customers.Contains(r.CustomerId) && r.State == V1.ReservationState.Active && r.ExpiresAt <= now)
            .ToListAsync(ct);
        foreach (var reservation in expired)
        {
            reservation.Expire(now);
            var (subject, told) = (reservation.CustomerId.ToString(), reservation.ToContract(now));
            outbox.Add(subject, new V1.ReservationEnded { Reservation = told });
            db.Add(AuditEntry.FromService(service, "reservations.expire", subject, told, clock));
        }
        await ReservedAmounts.ReleaseAsync((NpgsqlConnection)db.Database.GetDbConnection(), expired, now, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return customers.Length;
    }

    private static async Task<Guid[]> LockAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            """
            SELECT customer_id FROM credit_accounts WHERE customer_id IN (
                SELECT customer_id FROM reservations WHERE state = 1 AND expires_at <= $1 LIMIT $2)
            ORDER BY customer_id FOR UPDATE SKIP LOCKED
            """).With(now.UtcDateTime).With(CustomersMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var customers = new List<Guid>();
        while (await reader.ReadAsync(ct))
            customers.Add(reader.GetGuid(0));
        return [.. customers];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired reservations could not be swept up now")]
    private partial void LogFailed(Exception failed);
}
