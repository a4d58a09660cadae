namespace Risk.ServiceDefaults.Identity;

/// <summary>The key with which this service calls the others.</summary>
public sealed class ServiceKey(IdentitySettings settings)
{
    private readonly Lazy<string?> key = new(() =>
        settings.ServiceKeyFile.Length > 0 ? settings.ServiceKey() : settings.BootstrapKey().Text);

    /// <summary>The value of the Authorization header; null when no key was given.</summary>
    public string? Authorization => key.Value is { Length: > 0 } text ? "Bearer " + text : null;
}
