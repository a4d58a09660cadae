using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Rescorings;

partial class RescoringsService
{
    /// <summary>Ends a rescoring; the batch that is being written is given up.</summary>
    [Roles(Role.Risk | Role.Administrator)]
    public override async Task<V1.Rescoring> CancelRescoring(
        V1.CancelRescoringRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var id = RequestedId.Of(request.RescoringId, "rescoring_id");
        await using var transaction = await db.BeginOwnAsync(ct);
        var job = await db.Set<RescoringJob>()
            .FromSql($"SELECT * FROM rescorings WHERE rescoring_id = {id} FOR UPDATE").SingleOrDefaultAsync(ct)
            ?? throw Refuse.NotFound("rescoring", request.RescoringId);
        if (job.HasEnded)
            throw Refuse.Precondition("RESCORING_ENDED", new("The rescoring has ended.", "该批量重新评分已结束。"));
        job.Cancel(context.Caller().Name, clock.Now());
        var told = job.ToContract();
        audit.Add(context, "rescorings.cancel", told.RescoringId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
