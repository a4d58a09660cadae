using Npgsql;

namespace Risk.ServiceDefaults.Storage;

/// <summary>Failures of the database or the way to it, which say nothing against what was tried.</summary>
public static class PassingFailures
{
    /// <summary>Whether it, or what it was wrapped around, goes away by itself: then it is tried again.</summary>
    public static bool IsPassing(this Exception failure) =>
        failure is NpgsqlException { IsTransient: true }
        // The server refuses us, is short of something, goes down, or is the standby of a change-over.
        || failure is PostgresException
        {
            SqlState: (['2', '8', ..] or ['5', '3' or '7' or '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction)
                and not PostgresErrorCodes.QueryCanceled
        }
        || (failure.InnerException is { } inner && inner.IsPassing());
}
