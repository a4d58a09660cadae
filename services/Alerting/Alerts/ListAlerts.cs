using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

partial class AlertsService
{
    /// <summary>Lists alerts, newest first, and says from where to watch on.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListAlertsResponse> ListAlerts(
        V1.ListAlertsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var size = PageToken.Size(request.PageSize, max: 500);
        var query = $"alerts {request.CustomerId} {request.State} {request.SeverityAtLeast}";
        var before = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        // Before the alerts: what changes between the two is in the page and comes again, but is not missed.
        var heads = await log.HeadsAsync(ct);
        var alerts = await Asked(request).Where(a => a.AlertId < before)
            .OrderByDescending(a => a.AlertId).Take(size + 1).ToListAsync(ct);
        var page = alerts.Take(size).ToList();
        return new()
        {
            Alerts = { page.Select(a => a.ToContract()) },
            NextPageToken = alerts.Count > size ? PageToken.After(query, page[^1].AlertId.ToString()) : "",
            Cursor = new WatchCursor(heads).ToString(),
        };
    }

    private IQueryable<Alert> Asked(V1.ListAlertsRequest request)
    {
        var asked = db.Set<Alert>().AsNoTracking();
        if (request.CustomerId.Length > 0)
        {
            var customerId = Guid.TryParse(request.CustomerId, out var id)
                ? id
                : throw Refuse.NotFound("customer", request.CustomerId);
            asked = asked.Where(a => a.CustomerId == customerId);
        }
        asked = request.State == V1.AlertState.Unspecified
            ? asked.Where(a => a.State != V1.AlertState.Resolved)
            : asked.Where(a => a.State == request.State);
        return request.SeverityAtLeast == Severity.Unspecified
            ? asked
            : asked.Where(a => a.Severity >= request.SeverityAtLeast);
    }
}
