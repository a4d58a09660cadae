using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// Failures of the database or the way to it, which say nothing against what was tried: the one place that knows what
/// "the database is away" looks like.
/// </summary>
public static class PassingFailures
{
    /// <summary>Whether it, or what it was wrapped around, goes away by itself: then it is tried again.</summary>
    public static bool IsPassing(this Exception failure) => failure switch
    {
        // Another server's absence, not the database's.
        HttpRequestException => false,
        PostgresException refused => refused.IsTransient || IsOfServer(refused.SqlState),
        NpgsqlException { IsTransient: true } => true,
        // While it connects, Npgsql wraps neither what looking up a name throws nor the end of its own patience.
        SocketException => true,
        TimeoutException => failure.Source is "Npgsql",
        _ => failure.InnerException is { } inner && inner.IsPassing(),
    };

    /// <summary>
    /// Whether it came from the database or the way to it, passing or not: work that comes round again records it and
    /// goes on with its next round.
    /// </summary>
    public static bool IsOfDatabase(this Exception failure) =>
        failure is DbException or DbUpdateException
        || failure.IsPassing()
        || (failure is InvalidOperationException { InnerException: { } inner } && inner.IsOfDatabase());

    /// <summary>Whether the server refuses our role or password, which waiting does not mend by itself.</summary>
    internal static bool IsRefusedLogin(this Exception failure) =>
        failure is PostgresException { SqlState: ['2', '8', ..] };

    /// <summary>The server refuses us, is short of something, goes down, or is the standby of a change-over.</summary>
    private static bool IsOfServer(string sqlState) =>
        sqlState is (['2', '8', ..] or ['5', '3' or '7' or '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction)
            and not PostgresErrorCodes.QueryCanceled;
}
