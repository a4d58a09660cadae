using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Audit;

/// <summary>Links new entries into the chain.</summary>
public sealed class Sealer
{
    internal Signal Woken { get; } = new();

    /// <summary>Call it after a commit that wrote entries.</summary>
    public void Wake() => Woken.Wake();
}
