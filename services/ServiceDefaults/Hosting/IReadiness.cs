namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// Something that must hold before the service can serve: registered by each part that has such a thing.
/// </summary>
public interface IReadiness
{
    string Name { get; }

    /// <summary>Why it is not ready now; null when it is.</summary>
    ValueTask<string?> ReasonNotReadyAsync(CancellationToken cancellation);
}
