using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

partial class GradeOverridesService
{
    /// <summary>Puts a proposed override in force and scores the customer; never by its proposer.</summary>
    [Roles(Role.Approver | Role.Committee)]
    public override async Task<V1.GradeOverride> ApproveGradeOverride(
        V1.ApproveGradeOverrideRequest request, ServerCallContext context)
    {
        var (caller, now, ct) = (context.Caller(), clock.Now(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var proposed = await DecideOnAsync(request.GradeOverrideId, V1.GradeOverrideState.Pending, ct);
        NeedSecondPerson(proposed, caller);
        if (proposed.ValidUntil < Today)
            throw Refuse.Precondition("OVERRIDE_EXPIRED", new("Its last day has passed.", "该人工评级的有效期已过。"));
        var former = await db.Set<GradeOverride>().SingleOrDefaultAsync(
            o => o.CustomerId == proposed.CustomerId && o.State == V1.GradeOverrideState.Active, ct);
        if (former is not null)
        {
            former.End(caller.Name, now);
            Tell(former.ToContract());
            await db.SaveChangesAsync(ct);
        }
        proposed.Decide(V1.GradeOverrideState.Active, caller, now);
        var told = proposed.ToContract();
        Tell(told);
        audit.Add(context, "grade_overrides.approve", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        await scoring.ScoreAsync(proposed.CustomerId, ScoreTrigger.Override, ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
