using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Webhooks;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    /// <summary>Lists the attempts to deliver to one subscription, newest first.</summary>
    [Roles(Keepers | Role.Auditor)]
    public override async Task<V1.ListAttemptsResponse> ListAttempts(
        V1.ListAttemptsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var id = IdOf(request.SubscriptionId);
        if (!await db.Set<Subscription>().AnyAsync(s => s.SubscriptionId == id, ct))
            throw Refuse.NotFound("subscription", request.SubscriptionId);
        var size = PageToken.Size(request.PageSize, max: 500);
        var query = $"attempts {id}";
        var before = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        var found = await (
            from attempt in db.Set<Attempt>().AsNoTracking()
            where attempt.SubscriptionId == id && attempt.AttemptId < before
            join message in db.Set<Message>() on attempt.MessageId equals message.MessageId
            orderby attempt.AttemptId descending
            select new { Attempt = attempt, message.AlertId }).Take(size + 1).ToListAsync(ct);
        var page = found.Take(size).ToList();
        return new()
        {
            Attempts = { page.Select(row => ToContract(row.Attempt, row.AlertId)) },
            NextPageToken = found.Count > size ? PageToken.After(query, page[^1].Attempt.AttemptId.ToString()) : "",
        };
    }

    private static V1.Attempt ToContract(Attempt attempt, Guid alertId) => new()
    {
        MessageId = attempt.MessageId.ToString(),
        AlertId = alertId.ToString(),
        Number = attempt.Number,
        AttemptedAt = attempt.AttemptedAt.ToTimestamp(),
        StatusCode = attempt.StatusCode,
        Error = attempt.Error,
        DurationMilliseconds = attempt.DurationMilliseconds,
        NextAttemptAt = attempt.NextAttemptAt?.ToTimestamp(),
    };
}
