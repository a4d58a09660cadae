using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Rescorings;

partial class RescoringsService
{
    private const int RescoringsMax = 100;

    /// <summary>Lists the rescorings, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListRescoringsResponse> ListRescorings(
        V1.ListRescoringsRequest request, ServerCallContext context)
    {
        var jobs = await db.Set<RescoringJob>().AsNoTracking().OrderByDescending(j => j.RescoringId)
            .Take(RescoringsMax).ToListAsync(context.CancellationToken);
        return new() { Rescorings = { jobs.Select(j => j.ToContract()) } };
    }
}
