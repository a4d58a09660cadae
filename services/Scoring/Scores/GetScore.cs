using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Returns one score.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Score> GetScore(V1.GetScoreRequest request, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        return (await ExplainedAsync([await Find(request.ScoreId, ct)], ct))[0].Score;
    }

    private async Task<Score> Find(string scoreId, CancellationToken ct)
    {
        var id = RequestedId.Of(scoreId, "score_id");
        return await db.Set<Score>().AsNoTracking().SingleOrDefaultAsync(s => s.ScoreId == id, ct)
            ?? throw Refuse.NotFound("score", scoreId);
    }

    /// <summary>In the order of the scores; those that were kept by values are reckoned by their models.</summary>
    private async Task<List<V1.ScoreExplanation>> ExplainedAsync(IEnumerable<Score> scores, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var explained = new List<V1.ScoreExplanation>();
        foreach (var score in scores)
        {
            explained.Add(score.FeatureValues is null
                ? score.ToExplanation()
                : score.ToExplanation((await models.OfAsync(connection, score.ModelVersion, ct))!));
        }
        return explained;
    }
}
