using Google.Protobuf;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Events;

/// <summary>Events that the scoped database saves in the transaction of the change that they tell of.</summary>
public sealed class Outbox(ServiceDb db, ServiceInfo service, TimeProvider clock)
{
    private readonly List<OutboxRow> rows = [];

    /// <summary>Where the saved events are in the log; one place per partition touched, joined by commas.</summary>
    public string Position => LogPosition.Join(rows.Where(r => r.RowId > 0).Select(r => r.PositionAt(service.Name)));

    /// <summary>
    /// Tells a fact about a subject; events of one subject reach every consumer in one order, that of
    /// <see cref="EventContext.Sequence"/>. For who tells of a state, see <see cref="EventContext.Written"/>.
    /// </summary>
    public void Add(string subject, IMessage fact)
    {
        var type = EventType.Of(fact.Descriptor);
        if (!string.Equals(type.Producer, service.Name, StringComparison.Ordinal))
            throw new ArgumentException($"{service.Name} cannot tell {type.Name}.", nameof(fact));
        var row = OutboxRow.From(subject, fact, clock);
        rows.Add(row);
        db.Add(row);
    }
}
