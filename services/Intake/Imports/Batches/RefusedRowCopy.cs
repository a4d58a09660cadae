using Npgsql;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes refused rows by binary COPY: a file of the wrong kind may be refused as a whole.</summary>
internal static class RefusedRowCopy
{
    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<RefusedRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await using var target = await connection.BeginRawBinaryCopyAsync(
            """
            COPY refused_rows (import_id, ordinal, line, field, rule, reason_en, reason_zh, value)
            FROM STDIN (FORMAT binary)
            """, cancellation);
        var buffer = new CopyBuffer();
        foreach (var row in rows)
        {
            buffer.Row(columns: 8);
            buffer.Uuid(row.ImportId);
            buffer.Big(row.Ordinal);
            buffer.Big(row.Line);
            buffer.Text(row.Field);
            buffer.Text(row.Rule);
            buffer.Text(row.ReasonEn);
            buffer.Text(row.ReasonZh);
            buffer.Text(row.Value);
            if (buffer.IsFull)
                await buffer.FlushAsync(target, cancellation);
        }
        buffer.End();
        await buffer.FlushAsync(target, cancellation);
    }
}
