using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// JSON web tokens of the configured issuer. Checking a signature costs more than a request, so a token that was found
/// good is remembered by its hash until it ends, five minutes at most.
/// </summary>
internal sealed class KnownTokens(IdentitySettings settings, LimitsSettings limits, TimeProvider clock)
{
    private const int CountMax = 10_000;
    private static readonly TimeSpan TrustMax = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<KeyHash, (KnownCaller Caller, DateTimeOffset Until)> known = new();
    private readonly ConcurrentDictionary<string, RateBucket> buckets = new(StringComparer.Ordinal);
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters? parameters = Parameters(settings.Oidc);

    public async ValueTask<KnownCaller?> FindAsync(ReadOnlyMemory<char> token, KeyHash hash)
    {
        if (parameters is null)
            return null;
        var now = clock.GetUtcNow();
        if (known.TryGetValue(hash, out var found) && now < found.Until)
            return found.Caller;
        var result = await handler.ValidateTokenAsync(token.ToString(), parameters);
        // Without a subject nobody could be told from anybody else.
        if (!result.IsValid || result.ClaimsIdentity.FindFirst("sub")?.Value is not { Length: > 0 } subject)
            return null;
        var ends = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero);
        var caller = Recognise(subject, result.ClaimsIdentity, ends);
        MakeRoom(now);
        known[hash] = (caller, ends < now + TrustMax ? ends : now + TrustMax);
        return caller;
    }

    private KnownCaller Recognise(string subject, ClaimsIdentity claims, DateTimeOffset ends)
    {
        var id = "oidc:" + subject;
        var name = claims.FindFirst("name")?.Value ?? claims.FindFirst("preferred_username")?.Value ?? id;
        var roles = claims.FindAll(settings.Oidc.RolesClaim)
            .SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Aggregate(Role.None, (all, text) => all | Named(text));
        if (buckets.Count > CountMax)
            buckets.Clear();
        return new(new(id, name, roles) { Owner = id }, ends, buckets.GetOrAdd(id, _ => limits.NewBucket()));
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (known.Count < CountMax)
            return;
        foreach (var (hash, entry) in known)
        {
            if (entry.Until <= now)
                known.TryRemove(hash, out _);
        }
        if (known.Count >= CountMax)
            known.Clear();
    }

    // Only single names: Enum.Parse would also take numbers and the names of groups.
    private static Role Named(string text) => text.ToUpperInvariant() switch
    {
        "ADMINISTRATOR" => Role.Administrator,
        "INTEGRATOR" => Role.Integrator,
        "SALES" => Role.Sales,
        "FINANCE" => Role.Finance,
        "LEGAL" => Role.Legal,
        "RISK" => Role.Risk,
        "APPROVER" => Role.Approver,
        "COMMITTEE" => Role.Committee,
        "AUDITOR" => Role.Auditor,
        _ => Role.None,
    };

    private static TokenValidationParameters? Parameters(OidcSettings oidc)
    {
        if (oidc.Authority.Length == 0)
            return null;
        var discovery = oidc.Authority.TrimEnd('/') + "/.well-known/openid-configuration";
        var documents = new HttpDocumentRetriever
        {
            RequireHttps = new Uri(oidc.Authority).Scheme.Equals(Uri.UriSchemeHttps, StringComparison.Ordinal),
        };
        return new()
        {
            ValidAudience = oidc.Audience,
            ClockSkew = TimeSpan.FromSeconds(30),
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                discovery, new OpenIdConnectConfigurationRetriever(), documents),
        };
    }
}
