using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Holds;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Covers;

partial class CoversService
{
    /// <summary>Ends a cover: nothing depends on it any more. Never by the person who recorded it.</summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee)]
    public override async Task<V1.Cover> EndCover(V1.EndCoverRequest request, ServerCallContext context)
    {
        var (now, caller, ct) = (clock.GetUtcNow(), context.Caller(), context.CancellationToken);
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var id = Guid.TryParse(request.CoverId, out var given) ? given : Guid.Empty;
        var cover = await db.Set<Cover>().FromSql($"SELECT * FROM covers WHERE cover_id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(ct) ?? throw Refuse.NotFound("cover", request.CoverId);
        if (cover.EndedAt is not null)
            throw Refuse.Precondition("COVER_ENDED", new("The cover was ended before.", "该信用保障已终止。"));
        if (caller.Owner == cover.RecordedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever recorded a cover cannot end it.", "信用保障登记人不得自行终止该信用保障。"));
        }
        cover.End(caller, request.Reason, now);
        var told = cover.ToContract();
        audit.Add(context, "covers.end", told.CustomerId, told);
        await RecheckQueue.AskAsync(Connection, cover.CustomerId, now, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
