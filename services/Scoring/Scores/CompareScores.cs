using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Says what changed between a score and an earlier one of the same customer.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ScoreComparison> CompareScores(
        V1.CompareScoresRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var later = await Find(request.ScoreId, ct);
        if (request.FormerScoreId.Length == 0)
        {
            var pair = await ExplainedAsync([later, .. await Before(later).Take(1).ToListAsync(ct)], ct);
            return ScoreDifference.Between(pair.ElementAtOrDefault(1), pair[0]);
        }
        var id = RequestedId.Of(request.FormerScoreId, "former_score_id");
        var former = await db.Set<Score>().AsNoTracking().SingleOrDefaultAsync(s => s.ScoreId == id, ct);
        if (former is null || former.CustomerId != later.CustomerId)
            throw Refuse.NotFound("score", request.FormerScoreId);
        var both = await ExplainedAsync([later, former], ct);
        return ScoreDifference.Between(both[1], both[0]);
    }

    /// <summary>The scores that counted before it: of older facts, and of the same facts the earlier ones.</summary>
    private IQueryable<Score> Before(Score later) => InOrder(later.CustomerId).Where(s =>
        s.AsOf < later.AsOf || (s.AsOf == later.AsOf && (s.ScoredAt < later.ScoredAt
            || (s.ScoredAt == later.ScoredAt && s.ScoreId < later.ScoreId))));

    private IOrderedQueryable<Score> InOrder(Guid customerId) => db.Set<Score>().AsNoTracking()
        .Where(s => s.CustomerId == customerId)
        .OrderByDescending(s => s.AsOf).ThenByDescending(s => s.ScoredAt).ThenByDescending(s => s.ScoreId);
}
