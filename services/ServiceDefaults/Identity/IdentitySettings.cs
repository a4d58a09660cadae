using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Identity;

/// <summary>How callers prove who they are.</summary>
public sealed record IdentitySettings : ISettings
{
    public static string Section => "Identity";

    /// <summary>
    /// File with one key that holds every role: for the first administrator, and for the services themselves.
    /// </summary>
    public string BootstrapKeyFile { get; init; } = "";

    public OidcSettings Oidc { get; init; } = new();

    /// <summary>Whether the description of the interface may be read without a credential.</summary>
    public bool AnonymousOpenApi { get; init; } = true;

    public bool AnonymousReflection { get; init; } = true;

    public bool AnonymousMetrics { get; init; } = true;

    public IEnumerable<string> Faults()
    {
        if (BootstrapKeyFile.Length > 0 && !File.Exists(BootstrapKeyFile))
            yield return $"{nameof(BootstrapKeyFile)}: there is no file '{BootstrapKeyFile}'";
        if (Oidc.Authority.Length > 0 && !Uri.TryCreate(Oidc.Authority, UriKind.Absolute, out _))
            yield return $"Oidc:Authority: '{Oidc.Authority}' is not an absolute address";
        if ((Oidc.Authority.Length > 0) != (Oidc.Audience.Length > 0))
            yield return "Oidc:Audience: Authority and Audience are given together or not at all";
    }
}

/// <summary>
/// An issuer of JSON web tokens, found by OpenID Connect discovery; none when the authority is empty.
/// </summary>
public sealed record OidcSettings
{
    public string Authority { get; init; } = "";

    public string Audience { get; init; } = "";

    /// <summary>The claim that lists the caller's roles by name.</summary>
    public string RolesClaim { get; init; } = "roles";
}
