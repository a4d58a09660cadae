using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    /// <summary>Lists the models without their definitions, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListModelsResponse> ListModels(
        V1.ListModelsRequest request, ServerCallContext context)
    {
        var size = PageToken.Size(request.PageSize, usual: 20, max: 100);
        var before = PageToken.Read(request.PageToken, "models", 1) is [var last]
            ? int.Parse(last, CultureInfo.InvariantCulture)
            : int.MaxValue;
        var models = await db.Set<ModelVersion>().AsNoTracking().Where(m => m.Version < before)
            .OrderByDescending(m => m.Version).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = models.Take(size).ToList();
        return new()
        {
            Models = { page.Select(m => m.ToContract()) },
            NextPageToken = models.Count > size
                ? PageToken.After("models", page[^1].Version.ToString(CultureInfo.InvariantCulture))
                : "",
        };
    }
}
