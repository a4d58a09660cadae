using Npgsql;
using Risk.Intake.Documents;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Rules;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Records the documents of a batch. Whether they are known is asked only after a first collision: most files are new,
/// and writing them blindly is twice as fast.
/// </summary>
internal sealed class DocumentStep(CustomerDirectory directory, DocumentIds ids, Import import, TimeProvider clock)
{
    private const int PerEventMax = 500;

    private readonly DocumentHash hash = new();
    private Dictionary<DocumentKey, byte[]> known = [];

    public async Task LookUpAsync(
        NpgsqlConnection connection, Batch batch, bool asksFirst, CancellationToken cancellation) =>
        known = asksFirst ? await KnownAsync(connection, batch, cancellation) : [];

    public Fault? Take(Batch batch, MappedRow row, RowShare share)
    {
        foreach (var draft in row.Documents)
        {
            var document = draft.Document;
            if (Lookup.CustomerOf(batch, share, directory, draft.Customer) is not { } customerId)
                return Lookup.UnknownCustomer(draft.Customer);
            document.CustomerId = customerId;
            document.ContentHash = hash.Of(document);
            if (HashBefore(document, share) is not { } before)
                share.Documents.Add(document);
            else if (before.AsSpan().SequenceEqual(document.ContentHash))
                share.IsRepeated = true;
            else
                return RecordedDifferently(document);
        }
        return null;
    }

    public void Keep(RowShare share)
    {
        foreach (var document in share.Documents)
        {
            known.Add(document.Key, document.ContentHash);
            document.DocumentId = ids.Next();
            document.RecordedAt = clock.Now();
            document.RecordedBy = import.StartedBy;
            document.ImportId = import.ImportId;
        }
    }

    public Task WriteAsync(NpgsqlConnection connection, Batch batch, CancellationToken cancellation) =>
        batch.NewDocuments.Count == 0
            ? Task.CompletedTask
            // While the database takes the rows, this process makes the events of them.
            : Task.WhenAll(
                Task.Run(() => Tell(batch), CancellationToken.None),
                DocumentCopy.WriteAsync(connection, batch.NewDocuments, cancellation));

    /// <summary>What the document says where it stands already: in the database, this batch or this row.</summary>
    private byte[]? HashBefore(Document document, RowShare share)
    {
        if (known.TryGetValue(document.Key, out var before))
            return before;
        foreach (var sibling in share.Documents)
        {
            if (sibling.Key == document.Key)
                return sibling.ContentHash;
        }
        return null;
    }

    private static Fault RecordedDifferently(Document document) => new("id", "ALREADY_RECORDED_DIFFERENTLY", new(
        "is recorded with other content; documents never change, correct it by another document",
        "已以不同内容录入；单据不可更改，请用其他单据更正"), document.RefId);

    private void Tell(Batch batch)
    {
        foreach (var ofCustomer in batch.NewDocuments.GroupBy(d => d.CustomerId))
        {
            var subject = ofCustomer.Key.ToString();
            foreach (var chunk in ofCustomer.Chunk(PerEventMax))
            {
                var fact = new V1.DocumentsRecorded { CustomerId = subject };
                fact.Documents.Add(chunk.Select(d => d.ToContract()));
                batch.Tell("documents.import", subject, fact, clock);
            }
        }
    }

    private static async Task<Dictionary<DocumentKey, byte[]>> KnownAsync(
        NpgsqlConnection connection, Batch batch, CancellationToken cancellation)
    {
        var keys = batch.Good.SelectMany(g => g.Row.Documents).Select(d => d.Document.Key).Distinct().ToArray();
        var known = new Dictionary<DocumentKey, byte[]>(keys.Length);
        if (keys.Length == 0)
            return known;
        await using var command = new NpgsqlCommand(
            """
            SELECT d.ref_system, d.ref_id, d.kind, d.content_hash FROM unnest($1, $2, $3) AS wanted (system, id, kind)
            JOIN documents d ON d.ref_id = wanted.id AND d.ref_system = wanted.system AND d.kind = wanted.kind
            """, connection);
        command.Parameters.Add(new() { Value = keys.Select(k => k.System).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(k => k.Id).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(k => (short)k.Kind).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            known[new(rows.GetString(0), rows.GetString(1), (V1.DocumentKind)rows.GetInt16(2))] =
                rows.GetFieldValue<byte[]>(3);
        }
        return known;
    }
}
