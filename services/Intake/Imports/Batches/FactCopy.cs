using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes the events of a batch and the entries of the audit, which hold the same bytes.</summary>
internal sealed class FactCopy(Caller caller)
{
    private const string Producer = "intake";

    /// <summary>Answers the last place in each partition of the log.</summary>
    public async Task<IReadOnlyList<LogPosition>> WriteAsync(
        NpgsqlConnection connection, Batch batch, CancellationToken cancellation)
    {
        if (batch.Facts.Count == 0)
            return [];
        var entries = batch.Facts.Select(fact => Entry(fact.Action, fact.Event));
        var places = await OutboxRows.CopyAsync(
            connection, batch.Facts.Select(fact => fact.Event), Producer, cancellation);
        await AuditRows.CopyAsync(connection, entries, cancellation);
        return LogPosition.TryParseAll(places, out var positions) ? positions : [];
    }

    private AuditEntry Entry(string action, OutboxRow told) => new()
    {
        At = told.Time,
        Actor = caller.Id,
        ActorName = caller.Name,
        Action = action,
        Subject = told.Subject,
        Cause = Activity.Current?.TraceId.ToString(),
        Payload = told.Body,
        PayloadSha256 = SHA256.HashData(told.Body),
    };
}
