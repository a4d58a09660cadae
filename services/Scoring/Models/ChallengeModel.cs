using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    /// <summary>Lets a model score beside the active one, in place of the former challenger.</summary>
    [Roles(Role.Risk | Role.Administrator)]
    public override async Task<V1.Model> ChallengeModel(V1.ChallengeModelRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var model = await DecideOnAsync(request.Version, ct);
        RefuseRetired(model);
        RefuseActive(model);
        if (await InStateAsync(V1.ModelState.Challenger, ct) is { } former && former != model)
        {
            former.State = V1.ModelState.Published;
            await db.SaveChangesAsync(ct);
        }
        model.State = V1.ModelState.Challenger;
        var told = model.ToContract();
        audit.Add(context, "models.challenge", "models", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
