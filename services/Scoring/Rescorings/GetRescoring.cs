using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Rescorings;

partial class RescoringsService
{
    /// <summary>Returns a rescoring with its progress.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Rescoring> GetRescoring(V1.GetRescoringRequest request, ServerCallContext context)
    {
        var id = RequestedId.Of(request.RescoringId, "rescoring_id");
        var job = await db.Set<RescoringJob>().AsNoTracking()
            .SingleOrDefaultAsync(j => j.RescoringId == id, context.CancellationToken);
        return job?.ToContract() ?? throw Refuse.NotFound("rescoring", request.RescoringId);
    }
}
