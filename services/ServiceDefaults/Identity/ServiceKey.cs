namespace Risk.ServiceDefaults.Identity;

/// <summary>The key with which this service calls the others: the bootstrap key, when there is one.</summary>
public sealed class ServiceKey(IdentitySettings settings)
{
    private readonly Lazy<string?> key = new(() =>
        settings.BootstrapKeyFile.Length == 0 ? null : File.ReadAllText(settings.BootstrapKeyFile).Trim());

    /// <summary>The value of the Authorization header; null when no key was given.</summary>
    public string? Authorization => key.Value is { Length: > 0 } text ? "Bearer " + text : null;

    internal string? Text => key.Value;
}
