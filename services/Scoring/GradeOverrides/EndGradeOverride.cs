using Grpc.Core;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

partial class GradeOverridesService
{
    /// <summary>Ends an active override and scores the customer; never by the person who proposed it.</summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee)]
    public override async Task<V1.GradeOverride> EndGradeOverride(
        V1.EndGradeOverrideRequest request, ServerCallContext context)
    {
        var (caller, ct) = (context.Caller(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var active = await DecideOnAsync(request.GradeOverrideId, V1.GradeOverrideState.Active, ct);
        NeedSecondPerson(active, caller);
        active.End(caller.Name, clock.Now());
        var told = active.ToContract();
        Tell(told);
        audit.Add(context, "grade_overrides.end", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        await scoring.ScoreAsync(active.CustomerId, ScoreTrigger.Override, ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
