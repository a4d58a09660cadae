using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Storage;

/// <summary>Whole columns as parameters, for statements that write or look for many rows at once.</summary>
public static class SqlColumns
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand Column(this NpgsqlBatchCommand command, NpgsqlDbType type, object values)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }

    public static T? Nullable<T>(this NpgsqlDataReader reader, int column) where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>The UTC instant of a timestamp with time zone.</summary>
    public static DateTimeOffset Instant(this NpgsqlDataReader reader, int column) =>
        new(reader.GetDateTime(column), TimeSpan.Zero);
}
