using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.ApiKeys;

partial class ApiKeysService
{
    /// <summary>Revokes a key; revoking it again changes nothing.</summary>
    [Roles(Role.Administrator)]
    public override async Task<V1.ApiKey> RevokeApiKey(V1.RevokeApiKeyRequest request, ServerCallContext context)
    {
        await using var work = await db.BeginWorkAsync(context.CancellationToken);
        var key = await db.Set<Credential>()
            .FromSql($"SELECT * FROM credentials WHERE id = {request.ApiKeyId} FOR UPDATE")
            .FirstOrDefaultAsync(context.CancellationToken) ?? throw Refuse.NotFound("API key", request.ApiKeyId);
        if (key.RevokedAt is not null)
            return key.ToContract();
        key.RevokedAt = clock.Now();
        outbox.Add(key.Id, key.ToEvent());
        audit.Add(context, "api_keys.revoke", key.Id, key.ToContract());
        await db.SaveChangesAsync(context.CancellationToken);
        await work.CommitAsync(context.CancellationToken);
        return key.ToContract();
    }
}
