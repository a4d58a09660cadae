using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Identity;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// Who did what, when, on whom, and the very bytes of it. Postgres adds the transaction and the row number.
/// </summary>
public sealed class AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the caller, or <c>service:</c> and the name of the service whose event was handled.</summary>
    public required string Actor { get; init; }
    public required string ActorName { get; init; }

    /// <summary>Noun and verb, such as <c>scores.score</c>.</summary>
    public required string Action { get; init; }
    public required string Subject { get; init; }

    /// <summary>Id of the event that was handled, or of the trace of the call.</summary>
    public string? Cause { get; init; }

    /// <summary>Canonical proto3 JSON.</summary>
    public required byte[] Payload { get; init; }
    public required byte[] PayloadSha256 { get; init; }

    public ulong Xid { get; private set; }
    public long RowId { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>What a caller did.</summary>
    public static AuditEntry From(
        ServerCallContext call, string action, string subject, IMessage payload, TimeProvider clock)
    {
        var caller = call.Caller();
        return New(caller.Id, caller.Name, Activity.Current?.TraceId.ToString(), (action, subject), payload, clock);
    }

    /// <summary>What the service did because of an event.</summary>
    public static AuditEntry From(
        EventContext context, string action, string subject, IMessage payload, TimeProvider clock) =>
        New("service:" + context.Source, context.Type, context.Id.ToString(), (action, subject), payload, clock);

    /// <summary>What the service did of its own accord.</summary>
    public static AuditEntry FromService(
        ServiceInfo service, string action, string subject, IMessage payload, TimeProvider clock) =>
        New("service:" + service.Name, service.Name, Activity.Current?.TraceId.ToString(), (action, subject), payload,
            clock);

    private static AuditEntry New(
        string actor, string actorName, string? cause, (string Action, string Subject) what, IMessage payload,
        TimeProvider clock)
    {
        var bytes = EventBody.ToBytes(payload);
        return new AuditEntry
        {
            At = clock.GetUtcNow(),
            Actor = actor,
            ActorName = actorName,
            Action = what.Action,
            Subject = what.Subject,
            Cause = cause,
            Payload = bytes,
            PayloadSha256 = SHA256.HashData(bytes),
        };
    }
}
