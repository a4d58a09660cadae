using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Warnings;

partial class WarningsService
{
    private static readonly TimeSpan FreshnessPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Lists warnings, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListWarningsResponse> ListWarnings(
        V1.ListWarningsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        if (!await freshness.WaitAsync(request.NotBefore, FreshnessPatience, ct))
        {
            throw Refuse.Precondition("FACTS_BEHIND", new(
                "The facts up to this position are not here yet. Try again in a moment.", "该位置之前的数据尚未到达，请稍后重试。"));
        }
        var state = request.State == V1.WarningState.Unspecified ? V1.WarningState.Open : request.State;
        var least = (Severity)request.SeverityAtLeast;
        var size = PageToken.Size(request.PageSize, max: 500);
        var query = $"warnings {state} {least} {request.CustomerId}";
        var asked = db.Set<Warning>().AsNoTracking().Where(w => w.State == state && w.Severity >= least);
        if (request.CustomerId.Length > 0)
        {
            var customerId = RequestedId.Of(request.CustomerId, "customer_id");
            asked = asked.Where(w => w.CustomerId == customerId);
        }
        if (PageToken.Read(request.PageToken, query, keysCount: 1) is [var last])
        {
            var after = Guid.Parse(last);
            asked = asked.Where(w => w.WarningId < after);
        }
        var found = await asked.OrderByDescending(w => w.WarningId).Take(size + 1).ToListAsync(ct);
        var page = found.Take(size).ToList();
        var names = await NamesAsync(page.Select(w => w.CustomerId), ct);
        return new()
        {
            Warnings = { page.Select(w => w.ToContract(names.GetValueOrDefault(w.CustomerId, ""))) },
            CustomersWaiting = await db.Database
                .SqlQuery<int>($"""SELECT count(*)::integer AS "Value" FROM evaluation_queue""").SingleAsync(ct),
            NextPageToken = found.Count > size ? PageToken.After(query, page[^1].WarningId.ToString()) : "",
        };
    }
}
