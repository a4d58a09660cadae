using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Identity;

/// <summary>
/// Keeps this service's copy of an API key that was issued, changed or revoked elsewhere. A revocation is final: what
/// was told before it and is handled after it, because it was parked, does not bring the key back.
/// </summary>
internal sealed class StoreCredentialWhenChanged(ServiceDb db) : IReaction<CredentialChanged>
{
    public Task React(CredentialChanged fact, EventContext context, CancellationToken ct)
    {
        var roles = (int)fact.Roles.Aggregate(Role.None, (all, role) => all | Of(role));
        var hash = Convert.FromHexString(fact.SecretSha256);
        var (expires, revoked) = (fact.ExpiresAt?.ToDateTimeOffset(), fact.RevokedAt?.ToDateTimeOffset());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO credentials (id, secret_sha256, name, owner, roles, created_at, expires_at, revoked_at)
            VALUES ({fact.ApiKeyId}, {hash}, {fact.Name}, {fact.Owner}, {roles}, {context.Time}, {expires}, {revoked})
            ON CONFLICT (id) DO UPDATE SET secret_sha256 = excluded.secret_sha256, name = excluded.name,
                owner = excluded.owner, roles = excluded.roles, expires_at = excluded.expires_at,
                revoked_at = coalesce(credentials.revoked_at, excluded.revoked_at)
            """, ct);
    }

    /// <summary>The flag of a role of the contract; a role that this version does not know gives no rights.</summary>
    private static Role Of(Intake.V1.Role role)
    {
        var flag = role > Intake.V1.Role.Unspecified ? (Role)(1 << ((int)role - 1)) : Role.None;
        return flag & Role.Readers;
    }
}
