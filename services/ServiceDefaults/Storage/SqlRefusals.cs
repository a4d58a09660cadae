using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// What a failure of the database means to a caller, by SQLSTATE and constraint name, never by message.
/// </summary>
internal sealed class SqlRefusals(ConstraintRefusals constraints)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Null when it is nobody's fault but ours.</summary>
    public RpcException? For(Exception failed) => failed switch
    {
        DbUpdateConcurrencyException => Etag.Mismatch(),
        DbUpdateException { InnerException: { } inner } => For(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => For(inner),
        PostgresException refused when Meaning(refused) is { } meaning => meaning,
        _ => failed.IsPassing() ? Unavailable() : null,
    };

    private RpcException? Meaning(PostgresException refused) =>
        constraints.For(refused.ConstraintName) ?? refused.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => Refuse.AlreadyExists(
                "resource", refused.ConstraintName ?? "", new("It exists already.", "该数据已存在。")),
            PostgresErrorCodes.ForeignKeyViolation => Refuse.Precondition("REFERENCE_BROKEN",
                new("It refers to something that does not exist, or is referred to.", "引用的数据不存在，或该数据仍被引用。")),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable => Refuse.Aborted("CONCURRENT_CHANGE",
                    new("Somebody else is changing the same. Try again.", "该数据正被他人修改，请重试。")),
            _ => null,
        };

    private static Refusal Unavailable() => Refuse.Unavailable("DATABASE_UNAVAILABLE",
        new("The database cannot be reached at the moment. Try again.", "数据库暂时不可用，请稍后重试。"), RetryAfter);
}
