using System.Security.Cryptography;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Decisions;

/// <summary>A verdict as the decision log keeps it: what it follows from, and a hash of its bytes.</summary>
internal sealed record DecisionRow(
    V1.OrderVerdict Verdict, V1.DecisionCause Cause, Order Order, string RequestedBy, byte[] Input, byte[] Sha256)
{
    public static DecisionRow Of(
        V1.OrderVerdict verdict, byte[] verdictBytes, V1.DecisionCause cause, Figures figures, string requestedBy) =>
        new(verdict, cause, figures.Order, requestedBy, DecisionInputs.Of(figures, verdict).ToByteArray(),
            SHA256.HashData(verdictBytes));

    /// <summary>One command, to be committed with what the verdicts reserve or hold.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<DecisionRow> rows) => batch.Add(
        """
        INSERT INTO order_decisions (customer_id, verdict_id, cause, outcome, order_system, order_id, requested_by,
            input, verdict_sha256)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::text[], $6::text[],
            $7::text[], $8::bytea[], $9::bytea[])
        """)
        .Column(NpgsqlDbType.Uuid, rows.Select(r => r.Order.CustomerId).ToArray())
        .Column(NpgsqlDbType.Uuid, rows.Select(r => Guid.Parse(r.Verdict.VerdictId)).ToArray())
        .Column(NpgsqlDbType.Smallint, rows.Select(r => (short)r.Cause).ToArray())
        .Column(NpgsqlDbType.Smallint, rows.Select(r => (short)r.Verdict.Outcome).ToArray())
        .Column(NpgsqlDbType.Text, rows.Select(r => r.Order.System).ToArray())
        .Column(NpgsqlDbType.Text, rows.Select(r => r.Order.Id).ToArray())
        .Column(NpgsqlDbType.Text, rows.Select(r => r.RequestedBy).ToArray())
        .Column(NpgsqlDbType.Bytea, rows.Select(r => r.Input).ToArray())
        .Column(NpgsqlDbType.Bytea, rows.Select(r => r.Sha256).ToArray());
}
