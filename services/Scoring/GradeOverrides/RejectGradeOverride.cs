using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

partial class GradeOverridesService
{
    /// <summary>Rejects a proposed override; its proposer may withdraw it in this way.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Sales | Role.Approver | Role.Committee)]
    public override async Task<V1.GradeOverride> RejectGradeOverride(
        V1.RejectGradeOverrideRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var proposed = await DecideOnAsync(request.GradeOverrideId, V1.GradeOverrideState.Pending, ct);
        proposed.Decide(V1.GradeOverrideState.Rejected, context.Caller(), clock.Now());
        var told = proposed.ToContract();
        Tell(told);
        audit.Add(context, "grade_overrides.reject", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
