using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Holds;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Conditions;

partial class ConditionsService
{
    /// <summary>States that a condition is met, with evidence; never by the person who added it.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Legal | Role.Approver | Role.Committee)]
    public override async Task<V1.Condition> MeetCondition(V1.MeetConditionRequest request, ServerCallContext context)
    {
        var (now, caller, ct) = (clock.GetUtcNow(), context.Caller(), context.CancellationToken);
        var check = new InputCheck();
        check.Given(request.Evidence, "evidence");
        check.NoLongerThan(500, request.Evidence, "evidence");
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var id = Guid.TryParse(request.ConditionId, out var given) ? given : Guid.Empty;
        var condition = await db.Set<Condition>()
            .FromSql($"SELECT * FROM conditions WHERE condition_id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(ct) ?? throw Refuse.NotFound("condition", request.ConditionId);
        if (condition.MetAt is not null)
            throw Refuse.Precondition("CONDITION_MET", new("The condition was met before.", "该条件已满足。"));
        if (caller.Owner == condition.AddedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever added a condition cannot state that it is met.", "条件添加人不得自行确认条件已满足。"));
        }
        condition.Meet(caller, request.Evidence, now);
        var told = condition.ToContract();
        audit.Add(context, "conditions.meet", told.CustomerId, told);
        await RecheckQueue.AskAsync(Connection, condition.CustomerId, now, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
