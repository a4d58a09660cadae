using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Reading entries in the order in which they are sealed.</summary>
internal static class AuditSql
{
    public const string EntryColumns =
        "xid, row_id, recorded_at, at, actor, actor_name, action, subject, cause, payload_sha256";

    public static StoredEntry ReadEntry(NpgsqlDataReader reader) => new()
    {
        Xid = reader.GetFieldValue<ulong>(0),
        RowId = reader.GetInt64(1),
        RecordedAt = reader.GetDateTime(2),
        At = reader.GetDateTime(3),
        Actor = reader.GetString(4),
        ActorName = reader.GetString(5),
        Action = reader.GetString(6),
        Subject = reader.GetString(7),
        Cause = reader.IsDBNull(8) ? null : reader.GetString(8),
        PayloadSha256 = reader.GetFieldValue<byte[]>(9),
    };

    public static NpgsqlParameter Xid(ulong value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Xid8 };
}
