using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Decisions;

partial class DecisionsService
{
    /// <summary>
    /// Decides a past order anew from what was known then, by the rules of then, and compares the bytes of the verdict.
    /// </summary>
    [Roles(Role.Readers)]
    public override async Task<V1.RecomputeDecisionResponse> RecomputeDecision(
        V1.RecomputeDecisionRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(ct);
        var kept = await KeptDecision.OfAsync(connection, request.VerdictId, ct);
        var input = kept.Contract.Input;
        var rules = await policies.OfAsync(connection, input.RulesVersion, ct);
        var verdict = Recompute.Of(input, kept.VerdictId, kept.CustomerId, rules);
        var sha256 = SHA256.HashData(verdict.ToByteArray());
        var isEqual = sha256.AsSpan().SequenceEqual(kept.Sha256);
        var given = kept.Contract.Verdict?.Checks.ToDictionary(c => c.Check) ?? [];
        return new()
        {
            Decision = kept.Contract,
            Recomputed = verdict,
            Equal = isEqual,
            RecomputedSha256 = Convert.ToHexStringLower(sha256),
            ChecksDiffering =
            {
                verdict.Checks.Where(c => !isEqual && !c.Equals(given.GetValueOrDefault(c.Check)))
                    .Select(c => c.Check),
            },
        };
    }
}
