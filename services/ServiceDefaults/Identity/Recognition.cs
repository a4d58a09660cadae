using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>Recognises callers by what they present: an API key, or a token of the configured issuer.</summary>
internal sealed class Recognition(KnownKeys keys, KnownTokens tokens, LimitsSettings limits, TimeProvider clock)
{
    private const string KeyPrefix = "rk_";
    private const string Scheme = "Bearer ";
    private const int AddressesMax = 10_000;

    private readonly ConcurrentDictionary<IPAddress, RateBucket> failures = new();

    /// <summary>The caller of a request; refuses who is unknown, and who calls too fast.</summary>
    public async ValueTask<Caller> RecogniseAsync(HttpContext http, CancellationToken cancellation)
    {
        var known = await FindAsync(http, cancellation);
        var now = clock.GetUtcNow();
        if (!known.Bucket.TryTake(now, out var wait))
            throw TooFast(wait);
        known.NoteUse(now);
        return known.Caller;
    }

    /// <summary>The caller of a request that goes on; refuses who is not known any more.</summary>
    public async ValueTask<Caller> RecogniseAgainAsync(HttpContext http, CancellationToken cancellation) =>
        (await FindAsync(http, cancellation)).Caller;

    private async ValueTask<KnownCaller> FindAsync(HttpContext http, CancellationToken cancellation)
    {
        var presented = Presented(http.Request.Headers);
        if (presented.Length is 0 or > KeyHash.PresentedCharactersMax)
            throw Unknown(http, presented.Length > 0);
        var hash = KeyHash.Of(presented.Span);
        var known = presented.Span.StartsWith(KeyPrefix, StringComparison.Ordinal)
            ? await keys.FindAsync(hash, cancellation)
            : await tokens.FindAsync(presented, hash);
        return known is not null && known.IsValidAt(clock.GetUtcNow()) ? known : throw Unknown(http, wasGiven: true);
    }

    private static ReadOnlyMemory<char> Presented(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.Count > 0 ? headers.Authorization[0] : null;
        return authorization is null ? headers["X-Api-Key"].ToString().AsMemory()
            : authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? authorization.AsMemory(Scheme.Length).Trim()
                : ReadOnlyMemory<char>.Empty;
    }

    private Refusal Unknown(HttpContext http, bool wasGiven)
    {
        if (!wasGiven)
        {
            return Refuse.Unauthenticated("CREDENTIAL_MISSING", new(
                "Send a key as 'Authorization: Bearer rk_…' or 'X-Api-Key: rk_…'.",
                "请通过“Authorization: Bearer rk_…”或“X-Api-Key: rk_…”提供密钥。"));
        }
        if (failures.Count > AddressesMax)
            failures.Clear();
        var bucket = failures.GetOrAdd(http.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new(limits.FailuresPerMinute / 60, limits.FailuresPerMinute));
        return bucket.TryTake(clock.GetUtcNow(), out var wait)
            ? Refuse.Unauthenticated("CREDENTIAL_UNKNOWN", new(
                "The credential is unknown, has ended or was revoked.", "凭证无效、已过期或已被吊销。"))
            : TooFast(wait);
    }

    private static Refusal TooFast(TimeSpan wait) => Refuse.Exhausted("RATE_LIMIT", new(
        "Too many calls. Wait as long as the answer says.", "请求过于频繁，请按提示时间等待后重试。"), wait);
}
