using Google.Protobuf.WellKnownTypes;
using Grpc.Transcoding.Json;
using Npgsql;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Decisions;

/// <summary>A decision as the log has it, with the verdict that the audit log has of the same transaction.</summary>
internal sealed record KeptDecision(Guid CustomerId, Guid VerdictId, byte[] Sha256, V1.OrderDecision Contract)
{
    private const string Row =
        "SELECT customer_id, verdict_id, verdict_sha256, input, cause, requested_by, recorded_at FROM order_decisions "
        + "WHERE verdict_id = $1";

    private const string Told =
        "SELECT a.action, a.payload FROM order_decisions d JOIN audit_entries a ON a.xid = d.xid "
        + "AND a.subject = d.customer_id::text WHERE d.verdict_id = $1 "
        + "AND a.action IN ('orders.check', 'holds.release')";

    public static async Task<KeptDecision> OfAsync(
        NpgsqlConnection connection, string verdictId, CancellationToken ct)
    {
        var id = Guid.TryParse(verdictId, out var given) ? given : throw Refuse.NotFound("decision", verdictId);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Row).With(id);
        batch.Add(Told).With(id);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw Refuse.NotFound("decision", verdictId);
        var kept = Read(reader);
        await reader.NextResultAsync(ct);
        while (kept.Contract.Verdict is null && await reader.ReadAsync(ct))
        {
            var verdict = VerdictOf(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
            kept.Contract.Verdict = verdict?.VerdictId == kept.Contract.VerdictId ? verdict : null;
        }
        return kept;
    }

    private static KeptDecision Read(NpgsqlDataReader reader)
    {
        var (verdictId, sha256) = (reader.GetGuid(1), reader.GetFieldValue<byte[]>(2));
        return new(reader.GetGuid(0), verdictId, sha256, new()
        {
            VerdictId = verdictId.ToString(),
            VerdictSha256 = Convert.ToHexStringLower(sha256),
            Input = V1.DecisionInput.Parser.ParseFrom(reader.GetFieldValue<byte[]>(3)),
            Cause = (V1.DecisionCause)reader.GetInt16(4),
            RequestedBy = reader.GetString(5),
            RecordedAt = Timestamp.FromDateTimeOffset(reader.Instant(6)),
        });
    }

    private static V1.OrderVerdict? VerdictOf(string action, byte[] payload) => action == "holds.release"
        ? ((V1.ReleaseHoldResponse)ProtoJson.Parse(V1.ReleaseHoldResponse.Descriptor, payload)).Verdict
        : (V1.OrderVerdict)ProtoJson.Parse(V1.OrderVerdict.Descriptor, payload);
}
