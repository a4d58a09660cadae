using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ProvisionRules;

partial class ProvisionRulesService
{
    private const string List = "provision rules";

    /// <summary>Lists the versions, newest first; last the one that comes with the software.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListProvisionRulesResponse> ListProvisionRules(
        V1.ListProvisionRulesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var size = PageToken.Size(request.PageSize, usual: 20, max: 100);
        var before = PageToken.Read(request.PageToken, List, 1) is [var last]
            ? int.Parse(last, CultureInfo.InvariantCulture)
            : int.MaxValue;
        var versions = await db.Set<RulesVersion>().AsNoTracking().Where(r => r.Version < before)
            .OrderByDescending(r => r.Version).Take(size + 1).ToListAsync(ct);
        var response = new V1.ListProvisionRulesResponse
        {
            Versions = { versions.Take(size).Select(r => r.ToContract(withRules: false)) },
        };
        if (versions.Count > size)
        {
            response.NextPageToken =
                PageToken.After(List, versions[size - 1].Version.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            response.Versions.Add(Shipped(withRules: false, isInForce: await InForceAsync(ct) is null));
        }
        return response;
    }
}
