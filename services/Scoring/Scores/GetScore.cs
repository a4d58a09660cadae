using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Returns one score.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Score> GetScore(V1.GetScoreRequest request, ServerCallContext call) =>
        (await Find(request.ScoreId, call.CancellationToken)).ToContract();

    private async Task<Score> Find(string scoreId, CancellationToken ct)
    {
        var id = RequestedId.Of(scoreId, "score_id");
        return await db.Set<Score>().AsNoTracking().SingleOrDefaultAsync(s => s.ScoreId == id, ct)
            ?? throw Refuse.NotFound("score", scoreId);
    }
}
