using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

partial class ScoresService
{
    /// <summary>Lists a customer's scores with what changed since the one before each.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListScoreHistoryResponse> ListScoreHistory(
        V1.ListScoreHistoryRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var size = PageToken.Size(request.PageSize, usual: 20, max: 100);
        var query = $"score history of {customerId}";
        var scores = PageToken.Read(request.PageToken, query, keysCount: 1) is [var last]
            ? Before(await Find(last, ct))
            : InOrder(customerId);
        // One more than are shown: the last one is compared with it too.
        var page = await scores.Take(size + 1).ToListAsync(ct);
        if (page.Count == 0 && !await db.Set<Customer>().AnyAsync(c => c.CustomerId == customerId, ct))
            throw Refuse.NotFound("customer", request.CustomerId);
        var explanations = await ExplainedAsync(page, ct);
        return new()
        {
            Comparisons =
            {
                explanations.Take(size)
                    .Select((e, i) => ScoreDifference.Between(explanations.ElementAtOrDefault(i + 1), e)),
            },
            NextPageToken = page.Count > size ? PageToken.After(query, page[size - 1].ScoreId.ToString()) : "",
        };
    }
}
