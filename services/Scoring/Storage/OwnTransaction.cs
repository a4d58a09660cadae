using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Risk.Scoring.Storage;

/// <summary>The transaction of a call that changes a customer's credit.</summary>
internal static class OwnTransaction
{
    /// <summary>How long such a call waits for a customer whom somebody else has locked.</summary>
    public static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>The same as a setting of Postgres, in milliseconds.</summary>
    public static readonly string LockWait = LockWaitMax.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Null when a transaction is around the call already: that one is committed by whoever began it. Either way no
    /// lock is waited for without end; what waits too long is refused (<c>CONCURRENT_CHANGE</c>).
    /// </summary>
    public static async Task<IDbContextTransaction?> BeginOwnAsync(this ScoringDb db, CancellationToken ct)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.Database.ExecuteSqlAsync(
            $"SELECT set_config('lock_timeout', {LockWait}, true)", ct);
        return own;
    }
}
