using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Decisions;

partial class DecisionsService
{
    /// <summary>Returns a past verdict as it was given, and all that it was decided from.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.OrderDecision> GetDecision(V1.GetDecisionRequest request, ServerCallContext context)
    {
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        return (await KeptDecision.OfAsync(connection, request.VerdictId, context.CancellationToken)).Contract;
    }
}
