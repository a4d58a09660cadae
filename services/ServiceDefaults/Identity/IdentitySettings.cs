using System.Buffers;
using System.Security.Cryptography;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Identity;

/// <summary>How callers prove who they are.</summary>
public sealed record IdentitySettings : ISettings
{
    private const string HashPrefix = "sha256:";

    public static string Section => "Identity";

    /// <summary>
    /// File with one key that holds every role, for the first administrator: the key itself, or <c>sha256:</c> and its
    /// hash in hexadecimal digits, with which a service recognises the key but does not hold it.
    /// </summary>
    public string BootstrapKeyFile { get; init; } = "";

    /// <summary>
    /// File with the key by which services know each other; it may read events and nothing else that auditors may not.
    /// Without it they use the bootstrap key.
    /// </summary>
    public string ServiceKeyFile { get; init; } = "";

    public OidcSettings Oidc { get; init; } = new();

    /// <summary>Whether the description of the interface may be read without a credential.</summary>
    public bool AnonymousOpenApi { get; init; } = true;

    public bool AnonymousReflection { get; init; } = true;

    public bool AnonymousMetrics { get; init; } = true;

    public IEnumerable<string> Faults()
    {
        foreach (var (key, file) in ((string, string)[])
            [(nameof(BootstrapKeyFile), BootstrapKeyFile), (nameof(ServiceKeyFile), ServiceKeyFile)])
        {
            if (file.Length > 0 && !File.Exists(file))
                yield return $"{key}: there is no file '{file}'";
        }
        if (File.Exists(BootstrapKeyFile) && BootstrapKey() is { Text: null, Hash: null })
            yield return $"{nameof(BootstrapKeyFile)}: '{HashPrefix}' must be followed by 64 hexadecimal digits";
        if (Oidc.Authority.Length > 0 && !Uri.TryCreate(Oidc.Authority, UriKind.Absolute, out _))
            yield return $"Oidc:Authority: '{Oidc.Authority}' is not an absolute address";
        if ((Oidc.Authority.Length > 0) != (Oidc.Audience.Length > 0))
            yield return "Oidc:Audience: Authority and Audience are given together or not at all";
    }

    /// <summary>The key where the file holds it, and its hash; neither without a file.</summary>
    internal (string? Text, KeyHash? Hash) BootstrapKey()
    {
        if (BootstrapKeyFile.Length == 0)
            return (null, null);
        var text = File.ReadAllText(BootstrapKeyFile).Trim();
        if (!text.StartsWith(HashPrefix, StringComparison.Ordinal))
            return text.Length == 0 ? (null, null) : (text, KeyHash.Of(text));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var read = Convert.FromHexString(text.AsSpan(HashPrefix.Length), hash, out _, out var written);
        return (null, read == OperationStatus.Done && written == hash.Length ? KeyHash.From(hash) : null);
    }

    internal string ServiceKey() => File.ReadAllText(ServiceKeyFile).Trim();
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
