using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Warnings;

partial class WarningsService
{
    /// <summary>Returns one warning.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Warning> GetWarning(V1.GetWarningRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var id = RequestedId.Of(request.WarningId, "warning_id");
        var warning = await db.Set<Warning>().AsNoTracking().SingleOrDefaultAsync(w => w.WarningId == id, ct)
            ?? throw Refuse.NotFound("warning", request.WarningId);
        var names = await NamesAsync([warning.CustomerId], ct);
        return warning.ToContract(names.GetValueOrDefault(warning.CustomerId, ""));
    }
}
