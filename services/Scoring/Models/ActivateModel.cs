using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Rescorings;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    /// <summary>Makes a model the one that customers are scored by; never by the person who published it.</summary>
    [Roles(Role.Approver | Role.Committee)]
    public override async Task<V1.Model> ActivateModel(V1.ActivateModelRequest request, ServerCallContext context)
    {
        var (caller, ct) = (context.Caller(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var model = await DecideOnAsync(request.Version, ct);
        RefuseRetired(model);
        RefuseActive(model);
        if (caller.Owner == model.PublishedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever published a model cannot activate it.", "模型发布人不得启用自己发布的模型。"));
        }
        var former = await InStateAsync(V1.ModelState.Active, ct);
        if (former is not null)
        {
            former.State = V1.ModelState.Published;
            await db.SaveChangesAsync(ct);
        }
        var rescoring = request.KeepScores ? null : await RescoreEverybodyAsync(model, context);
        model.Activate(caller, clock.Now(), rescoring?.RescoringId);
        var told = model.ToContract();
        outbox.Add("models", new V1.ActiveModelChanged { Model = told, FormerVersion = former?.Version ?? 0 });
        audit.Add(context, "models.activate", "models", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    /// <summary>A rescoring that is under way has scored some by the former model: this one takes its place.</summary>
    private async Task<RescoringJob> RescoreEverybodyAsync(ModelVersion model, ServerCallContext context)
    {
        var (caller, now, ct) = (context.Caller(), clock.Now(), context.CancellationToken);
        var underWay = await db.Set<RescoringJob>()
            .FromSql($"SELECT * FROM rescorings WHERE state < 3 FOR UPDATE").SingleOrDefaultAsync(ct);
        if (underWay is not null)
        {
            underWay.Cancel(caller.Name, now);
            audit.Add(context, "rescorings.cancel", underWay.RescoringId.ToString(), underWay.ToContract());
            await db.SaveChangesAsync(ct);
        }
        var reason = string.Create(
            CultureInfo.InvariantCulture, $"Model {model.Version} ({model.Name}) was activated.");
        var job = RescoringJob.Of(reason, caller.Name, now, await db.Set<Customer>().LongCountAsync(ct));
        db.Add(job);
        audit.Add(context, "rescorings.start", job.RescoringId.ToString(), job.ToContract());
        return job;
    }
}
