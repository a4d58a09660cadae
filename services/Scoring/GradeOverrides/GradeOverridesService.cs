using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

/// <summary>Proposes, decides and ends manual overrides of a customer's grade.</summary>
internal sealed partial class GradeOverridesService(
    ScoringDb db, ScoreAnew scoring, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.GradeOverridesService.GradeOverridesServiceBase
{
    private DateOnly Today => DateOnly.FromDateTime(clock.Now().UtcDateTime);

    /// <summary>With its customer locked, so that no score comes between the decision and what it does.</summary>
    private async Task<GradeOverride> DecideOnAsync(string id, V1.GradeOverrideState state, CancellationToken ct)
    {
        var asked = RequestedId.Of(id, "grade_override_id");
        var found = await db.Set<GradeOverride>().AsNoTracking().SingleOrDefaultAsync(
            o => o.GradeOverrideId == asked, ct) ?? throw Refuse.NotFound("grade override", id);
        await scoring.LockAsync(found.CustomerId, ct);
        var locked = await db.Set<GradeOverride>().SingleAsync(o => o.GradeOverrideId == asked, ct);
        if (locked.State == state)
            return locked;
        throw state == V1.GradeOverrideState.Pending
            ? Refuse.Precondition("OVERRIDE_DECIDED", new(
                "The override is not pending any more.", "该人工评级已不处于待审批状态。"))
            : Refuse.Precondition("OVERRIDE_NOT_ACTIVE", new("The override is not active.", "该人工评级未生效。"));
    }

    private static void NeedSecondPerson(GradeOverride made, Caller caller)
    {
        if (caller.Owner == made.ProposedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever proposed an override can neither approve nor end it.", "人工评级的提议人不得审批或终止该评级。"));
        }
    }

    private void Tell(V1.GradeOverride told) =>
        outbox.Add(told.CustomerId, new V1.GradeOverrideChanged { GradeOverride = told });
}
