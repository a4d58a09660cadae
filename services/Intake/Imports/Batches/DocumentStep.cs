using Npgsql;
using Risk.Intake.Documents;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Records the documents of a batch. Whether they are known is asked only after a first collision: most files are new,
/// and writing them blindly is twice as fast.
/// </summary>
internal sealed class DocumentStep(CustomerDirectory directory, DocumentIds ids, Import import, TimeProvider clock)
{
    private const int PerEventMax = 500;

    private readonly DocumentHash hash = new();

    public async Task RunAsync(NpgsqlConnection connection, Batch batch, bool asksFirst, CancellationToken cancellation)
    {
        Prepare(batch);
        var known = asksFirst ? await KnownAsync(connection, batch, cancellation) : [];
        foreach (var (index, row) in batch.Good)
        {
            if (row.Documents.Count > 0)
                Take(batch, index, row, known);
        }
        if (batch.NewDocuments.Count == 0)
            return;
        // While the database takes the rows, this process makes the events of them.
        await Task.WhenAll(
            Task.Run(() => Tell(batch), CancellationToken.None),
            DocumentCopy.WriteAsync(connection, batch.NewDocuments, cancellation));
    }

    private void Prepare(Batch batch)
    {
        foreach (var (index, row) in batch.Good)
        {
            foreach (var draft in row.Documents)
            {
                if (Lookup.CustomerOf(batch, directory, draft.Customer) is not { } customerId)
                {
                    batch.Refuse(index, Lookup.UnknownCustomer(draft.Customer));
                    break;
                }
                draft.Document.CustomerId = customerId;
                draft.Document.ContentHash = hash.Of(draft.Document);
            }
        }
    }

    // A row is recorded as a whole: when one of its documents is refused, none is recorded.
    private void Take(Batch batch, int index, MappedRow row, Dictionary<DocumentKey, byte[]> known)
    {
        var fresh = 0;
        foreach (var draft in row.Documents)
        {
            var document = draft.Document;
            if (!known.TryGetValue(document.Key, out var before))
            {
                fresh++;
            }
            else if (!before.AsSpan().SequenceEqual(document.ContentHash))
            {
                batch.Refuse(index, new("id", "ALREADY_RECORDED_DIFFERENTLY", new(
                    "is recorded with other content; documents never change, correct it by another document",
                    "已以不同内容登记；单据不可更改，请用其他单据更正"), document.RefId));
                return;
            }
        }
        if (fresh == 0)
        {
            batch.NoteRepeated(index);
            return;
        }
        foreach (var draft in row.Documents)
        {
            if (known.TryAdd(draft.Document.Key, draft.Document.ContentHash))
                Record(batch, draft.Document);
        }
        batch.NoteRecorded(index);
    }

    private void Record(Batch batch, Document document)
    {
        document.DocumentId = ids.Next();
        document.RecordedAt = clock.Now();
        document.RecordedBy = import.StartedBy;
        document.ImportId = import.ImportId;
        batch.NewDocuments.Add(document);
    }

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
