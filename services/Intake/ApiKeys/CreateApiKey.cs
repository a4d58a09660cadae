using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.ApiKeys;

partial class ApiKeysService
{
    private const int IdBytes = 8;
    private const int SecretBytes = 32;
    private const int TextLengthMax = 100;

    /// <summary>Issues a key. Its answer is not kept for repetitions: the secret is in no table.</summary>
    [Roles(Role.Administrator), OwnIdempotency]
    public override async Task<V1.CreateApiKeyResponse> CreateApiKey(
        V1.CreateApiKeyRequest request, ServerCallContext context)
    {
        var now = clock.Now();
        Check(request, now);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = $"rk_{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var key = new Credential
        {
            Id = id,
            SecretSha256 = SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
            Name = request.Name,
            Owner = request.Owner,
            Roles = KeyRoles.Together(request.Roles),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToDateTimeOffset(),
        };
        db.Add(key);
        outbox.Add(key.Id, key.ToEvent());
        audit.Add(context, "api_keys.create", key.Id, key.ToContract());
        await db.SaveChangesAsync(context.CancellationToken);
        return new() { ApiKey = key.ToContract(), Secret = secret };
    }

    private static void Check(V1.CreateApiKeyRequest request, DateTimeOffset now)
    {
        var check = new InputCheck();
        if (check.Given(request.Name, "name"))
            check.NoLongerThan(TextLengthMax, request.Name, "name");
        if (check.Given(request.Owner, "owner"))
            check.NoLongerThan(TextLengthMax, request.Owner, "owner");
        check.That(request.Roles.Count > 0, "roles", new("at least one is required", "至少需要一个角色"));
        check.That(request.Roles.All(KeyRoles.Knows), "roles", new("names an unknown role", "包含未知的角色"));
        check.That(request.ExpiresAt is null || request.ExpiresAt.ToDateTimeOffset() > now, "expires_at",
            new("is not in the future", "不在未来"));
        check.ThrowIfAny();
    }
}
