using Google.Protobuf;
using Grpc.Core;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Entries that the scoped database saves in the transaction of the change that they tell of.</summary>
public sealed class AuditLog(ServiceDb db, ServiceInfo service, TimeProvider clock)
{
    /// <summary>Remembers what a caller did, on whom, with which payload.</summary>
    public void Add(ServerCallContext call, string action, string subject, IMessage payload) =>
        db.Add(AuditEntry.From(call, action, subject, payload, clock));

    /// <summary>Remembers what the service did because of an event.</summary>
    public void Add(EventContext context, string action, string subject, IMessage payload) =>
        db.Add(AuditEntry.From(context, action, subject, payload, clock));

    /// <summary>Remembers what the service did of its own accord, such as work that had fallen due.</summary>
    public void AddOwn(string action, string subject, IMessage payload) =>
        db.Add(AuditEntry.FromService(service, action, subject, payload, clock));
}
