using System.Text.Json;
using Npgsql;
using Risk.Intake.Documents;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes documents by binary COPY.</summary>
internal static class DocumentCopy
{
    private const short ColumnsCount = 25;

    private const string Copy =
        """
        COPY documents (document_id, customer_id, kind, ref_system, ref_id, amount, currency_code, net_amount,
            issued_on, due_on, terms_net_days, terms_end_of_month, terms_advance_share, terms_method, terms_code,
            links, remark, reservation_id, retention_amount, retention_due_on, content_hash, recorded_at, recorded_by,
            import_id, instalments)
        FROM STDIN (FORMAT binary)
        """;

    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<Document> documents, CancellationToken cancellation)
    {
        await using var target = await connection.BeginRawBinaryCopyAsync(Copy, cancellation);
        var buffer = new CopyBuffer();
        foreach (var document in documents)
        {
            Encode(document, buffer);
            if (buffer.IsFull)
                await buffer.FlushAsync(target, cancellation);
        }
        buffer.End();
        await buffer.FlushAsync(target, cancellation);
    }

    private static void Encode(Document d, CopyBuffer buffer)
    {
        buffer.Row(ColumnsCount);
        buffer.Uuid(d.DocumentId);
        buffer.Uuid(d.CustomerId);
        buffer.Small((short)d.Kind);
        buffer.Text(d.RefSystem);
        buffer.Text(d.RefId);
        buffer.Number(d.Amount);
        buffer.Text(d.CurrencyCode);
        buffer.Number(d.NetAmount);
        buffer.Day(d.IssuedOn);
        buffer.Day(d.DueOn);
        buffer.Small(d.TermsNetDays);
        if (d.TermsEndOfMonth is { } endOfMonth)
            buffer.Truth(endOfMonth);
        else
            buffer.Nothing();
        buffer.Number(d.TermsAdvanceShare);
        buffer.Small((short?)d.TermsMethod);
        buffer.Text(d.TermsCode);
        buffer.Json(d.Links.Length == 0 ? "[]"u8
            : JsonSerializer.SerializeToUtf8Bytes(d.Links, DocumentLinkJson.Default.DocumentLinkArray));
        buffer.Text(d.Remark);
        buffer.Text(d.ReservationId);
        buffer.Number(d.RetentionAmount);
        buffer.Day(d.RetentionDueOn);
        buffer.Bytes(d.ContentHash);
        buffer.Time(d.RecordedAt);
        buffer.Text(d.RecordedBy);
        buffer.Uuid(d.ImportId);
        buffer.Json(d.Instalments.Length == 0 ? "[]"u8
            : JsonSerializer.SerializeToUtf8Bytes(d.Instalments, DocumentLinkJson.Default.InstalmentArray));
    }
}
