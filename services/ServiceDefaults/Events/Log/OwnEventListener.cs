namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Hears on the bus that an event of this service is in the log, and wakes who follows it here: the instance that
/// relays may be another one.
/// </summary>
internal sealed class OwnEventListener(EventType type, EventLog log) : IControlListener
{
    public string Kind { get; } = type.Name.Split('.')[2];

    public string Key => type.Name + ".*";

    public Task HearAsync(string source, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (source == type.Producer)
            log.Numbered.Beat();
        return Task.CompletedTask;
    }
}
