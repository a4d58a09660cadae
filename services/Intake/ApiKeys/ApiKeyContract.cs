using Risk.ServiceDefaults.Identity;

namespace Risk.Intake.ApiKeys;

/// <summary>A key as the contract shows it: all but the key.</summary>
internal static class ApiKeyContract
{
    public static V1.ApiKey ToContract(this Credential key) => new()
    {
        ApiKeyId = key.Id,
        Name = key.Name,
        Owner = key.Owner,
        Roles = { KeyRoles.Named(key.Roles) },
        CreatedAt = Values.ToContract.Time(key.CreatedAt),
        ExpiresAt = Values.ToContract.Time(key.ExpiresAt),
        RevokedAt = Values.ToContract.Time(key.RevokedAt),
        LastUsedAt = Values.ToContract.Time(key.LastUsedAt),
    };

    /// <summary>What the other services need to recognise the key.</summary>
    public static V1.CredentialChanged ToEvent(this Credential key) => new()
    {
        ApiKeyId = key.Id,
        SecretSha256 = Convert.ToHexStringLower(key.SecretSha256),
        Name = key.Name,
        Owner = key.Owner,
        Roles = { KeyRoles.Named(key.Roles) },
        ExpiresAt = Values.ToContract.Time(key.ExpiresAt),
        RevokedAt = Values.ToContract.Time(key.RevokedAt),
    };
}
