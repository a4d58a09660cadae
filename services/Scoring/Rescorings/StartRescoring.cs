using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Rescorings;

partial class RescoringsService
{
    /// <summary>Starts scoring every customer by the active model.</summary>
    [Roles(Role.Risk | Role.Administrator)]
    public override async Task<V1.Rescoring> StartRescoring(
        V1.StartRescoringRequest request, ServerCallContext context)
    {
        var (now, ct) = (clock.Now(), context.CancellationToken);
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var customers = await db.Set<Customer>().LongCountAsync(ct);
        var job = RescoringJob.Of(request.Reason, context.Caller().Name, now, customers, request.Anew);
        db.Add(job);
        var told = job.ToContract();
        audit.Add(context, "rescorings.start", told.RescoringId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    internal static Refusal UnderWay() => Refuse.Precondition("RESCORING_UNDER_WAY", new(
        "Another rescoring is under way; wait for it or cancel it.", "已有批量重新评分在进行，请等待其完成或先取消。"));
}
