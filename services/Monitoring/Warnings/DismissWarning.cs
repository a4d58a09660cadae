using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Warnings;

partial class WarningsService
{
    private const int ReasonCharactersMax = 500;

    /// <summary>
    /// Dismisses an open warning with a reason; it is raised again when it becomes graver, or after it has cleared.
    /// </summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver)]
    public override async Task<V1.Warning> DismissWarning(V1.DismissWarningRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.NoLongerThan(ReasonCharactersMax, request.Reason, "reason");
        check.ThrowIfAny();
        var id = RequestedId.Of(request.WarningId, "warning_id");
        await using var transaction = await BeginAsync(ct);
        var warning = await LockedAsync(id, ct) ?? throw Refuse.NotFound("warning", request.WarningId);
        if (warning.State != V1.WarningState.Open)
        {
            throw Refuse.Precondition("WARNING_ENDED", new(
                "The warning is not open any more.", "该预警已不处于打开状态。"));
        }
        warning.Dismiss(context.Caller(), request.Reason, clock.GetUtcNow());
        var names = await NamesAsync([warning.CustomerId], ct);
        var told = warning.ToContract(names.GetValueOrDefault(warning.CustomerId, ""));
        outbox.Add(told.CustomerId, new V1.WarningEnded { Warning = told });
        audit.Add(context, "warnings.dismiss", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    /// <summary>With its customer locked, so that nobody decides on it at the same time.</summary>
    private async Task<Warning?> LockedAsync(Guid id, CancellationToken ct)
    {
        var customerId = await db.Set<Warning>().Where(w => w.WarningId == id).Select(w => (Guid?)w.CustomerId)
            .SingleOrDefaultAsync(ct);
        if (customerId is null)
            return null;
        await CustomerLocks.LockAsync(Connection, [customerId.Value], ct);
        return await db.Set<Warning>().SingleAsync(w => w.WarningId == id, ct);
    }
}
