using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    /// <summary>Takes a model out of use for good; its scores stay and can be explained.</summary>
    [Roles(Role.Risk | Role.Administrator)]
    public override async Task<V1.Model> RetireModel(V1.RetireModelRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var model = await DecideOnAsync(request.Version, ct);
        RefuseRetired(model);
        RefuseActive(model);
        model.State = V1.ModelState.Retired;
        var told = model.ToContract();
        audit.Add(context, "models.retire", "models", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
