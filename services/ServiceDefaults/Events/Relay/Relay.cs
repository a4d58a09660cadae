namespace Risk.ServiceDefaults.Events;

/// <summary>Brings the outbox to the log and to the broker.</summary>
public sealed class Relay
{
    internal Signal Woken { get; } = new();

    /// <summary>This instance is the one that relays.</summary>
    internal bool IsLeading { get; set; }

    /// <summary>Call it after a commit that wrote to the outbox: nothing waits for a clock then.</summary>
    public void Wake() => Woken.Wake();
}
