using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Orders;
using Risk.Scoring.Reservations;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Holds;

/// <summary>
/// Checks held orders again when what blocked them may be gone, and all of them once a day. What passes is reserved for
/// a day, because nobody waits for the answer; what does not stays as it is. A forced hold, and what a person has
/// rejected, wait for a person. Any number of instances may check.
/// </summary>
internal sealed partial class RecheckHolds(
    NpgsqlDataSource database, IServiceScopeFactory scopes, OrderQueue writer, ServiceInfo service,
    TimeProvider clock, ILogger<RecheckHolds> logger) : BackgroundService
{
    private const int CustomersMax = 50;
    private static readonly string[] ForPeople = ["FORCED_HOLD", "ORDER_REJECTED"];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Caller self = new($"service:{service.Name}", service.Name, Role.None);
    private DateOnly askedAllOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await AskAsync(stoppingToken);
                while (await RecheckAsync(stoppingToken) == CustomersMax)
                {
                }
            }
            catch (Exception failed) when (failed.IsOfDatabase() || failed is RpcException)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecheckQueue.AskScoredAsync(database, now, ct);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (askedAllOn == today)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        await RecheckQueue.AskAllAsync(connection, now, ct);
        askedAllOn = today;
    }

    /// <summary>Answers how many customers it has looked at.</summary>
    public async Task<int> RecheckAsync(CancellationToken ct)
    {
        var claims = await RecheckQueue.ClaimAsync(database, CustomersMax, clock.GetUtcNow(), ct);
        foreach (var claim in claims)
        {
            await RecheckAsync(claim.CustomerId, ct);
            await RecheckQueue.DoneAsync(database, claim, clock.GetUtcNow(), ct);
        }
        return claims.Count;
    }

    /// <summary>The oldest first: who has waited longest gets what has become free.</summary>
    private async Task RecheckAsync(Guid customerId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ScoringDb>();
        var holds = await db.Set<Hold>().AsNoTracking()
            .Where(h => h.CustomerId == customerId && h.State == V1.HoldState.Open)
            .OrderBy(h => h.HoldId).ToListAsync(ct);
        foreach (var hold in holds.Where(h => !h.Reasons.Intersect(ForPeople, StringComparer.Ordinal).Any()))
        {
            try
            {
                await writer.CheckAsync(CallOf(hold));
            }
            catch (RpcException decided) when (decided.StatusCode == StatusCode.FailedPrecondition)
            {
                LogDecided(hold.HoldId);
            }
        }
    }

    private OrderCall CallOf(Hold hold) => new()
    {
        Order = hold.ToOrder(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), Reservation.SecondsMax),
        Caller = self,
        HoldId = hold.HoldId,
        OnlyIfItPasses = true,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Held orders could not be checked again now")]
    private partial void LogFailed(Exception failed);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Hold {HoldId} was decided while it was to be checked again")]
    private partial void LogDecided(Guid holdId);
}
