using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

partial class AlertsService
{
    /// <summary>Returns one alert.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Alert> GetAlert(V1.GetAlertRequest request, ServerCallContext context)
    {
        var id = IdOf(request.AlertId);
        var alert = await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(
            a => a.AlertId == id, context.CancellationToken);
        return alert?.ToContract() ?? throw Refuse.NotFound("alert", request.AlertId);
    }
}
