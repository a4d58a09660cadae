using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Lists a customer's scores, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListScoresResponse> ListScores(V1.ListScoresRequest request, ServerCallContext call)
    {
        var ct = call.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var size = PageToken.Size(request.PageSize, usual: 20, max: 500);
        var query = $"scores of {customerId}";
        var scores = db.Set<Score>().AsNoTracking().Where(s => s.CustomerId == customerId);
        if (PageToken.Read(request.PageToken, query, keysCount: 2) is [var at, var last])
        {
            var scoredAt = new DateTimeOffset(long.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero);
            var id = Guid.Parse(last);
            scores = scores.Where(s => s.ScoredAt < scoredAt || (s.ScoredAt == scoredAt && s.ScoreId < id));
        }
        var page = await scores.OrderByDescending(s => s.ScoredAt).ThenByDescending(s => s.ScoreId)
            .Take(size + 1).ToListAsync(ct);
        if (page.Count == 0 && !await db.Set<Customer>().AnyAsync(c => c.CustomerId == customerId, ct))
            throw Refuse.NotFound("customer", request.CustomerId);
        var explained = await ExplainedAsync(page.Take(size), ct);
        var response = new V1.ListScoresResponse { Scores = { explained.Select(e => e.Score) } };
        if (page.Count > size)
        {
            var shown = page[size - 1];
            response.NextPageToken = PageToken.After(query,
                shown.ScoredAt.UtcTicks.ToString(CultureInfo.InvariantCulture), shown.ScoreId.ToString());
        }
        return response;
    }
}
