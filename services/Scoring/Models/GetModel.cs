using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    /// <summary>Returns a model with its definition, or the active one.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Model> GetModel(V1.GetModelRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var model = request.Version == 0
            ? await InStateAsync(V1.ModelState.Active, ct)
            : await db.Set<ModelVersion>().SingleOrDefaultAsync(m => m.Version == request.Version, ct);
        return model?.ToContract(withDefinition: true) ?? throw NotFound(request.Version);
    }
}
