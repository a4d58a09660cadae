using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Explains a score by what was kept when it was calculated.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ScoreExplanation> ExplainScore(
        V1.ExplainScoreRequest request, ServerCallContext call) =>
        (await Find(request.ScoreId, call.CancellationToken)).ToExplanation();
}
