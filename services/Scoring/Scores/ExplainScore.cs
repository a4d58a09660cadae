using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Engine.Models;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Explains a score by what was kept when it was calculated.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ScoreExplanation> ExplainScore(
        V1.ExplainScoreRequest request, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        var score = await Find(request.ScoreId, ct);
        var explanation = (await ExplainedAsync([score], ct))[0];
        await db.Database.OpenConnectionAsync(ct);
        var model = await models.OfAsync((NpgsqlConnection)db.Database.GetDbConnection(), score.ModelVersion, ct);
        if (model is TrainedModel trained)
            NextGrade.Add(explanation, trained);
        return explanation;
    }
}
