using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

partial class GradeOverridesService
{
    /// <summary>Proposes an override; it has no effect until a second person approves it.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Sales | Role.Approver | Role.Committee)]
    public override async Task<V1.GradeOverride> ProposeGradeOverride(
        V1.ProposeGradeOverrideRequest request, ServerCallContext context)
    {
        var (caller, ct) = (context.Caller(), context.CancellationToken);
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var validUntil = RequestedDay.Of(request.ValidUntil ?? new());
        var check = new InputCheck();
        check.That(request.Grade is >= V1.Grade.Aaa and <= V1.Grade.C, "grade", new(
            "must be from AAA to C; D is given by rule alone", "须为 AAA 至 C；D 级只能由规则给出"));
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        check.That(validUntil >= Today && validUntil <= Today.AddDays(GradeOverride.DaysMax), "valid_until", new(
            $"must be a day from today to {GradeOverride.DaysMax} days ahead",
            $"须为今日起 {GradeOverride.DaysMax} 天以内的日期"));
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        if (!await db.Set<Customer>().AnyAsync(c => c.CustomerId == customerId, ct))
            throw Refuse.NotFound("customer", request.CustomerId);
        var now = clock.Now();
        var proposed = new GradeOverride
        {
            GradeOverrideId = Guid.CreateVersion7(now),
            CustomerId = customerId,
            Grade = (Grade)request.Grade,
            Reason = request.Reason,
            ValidUntil = validUntil!.Value,
            ProposedBy = caller.Name,
            ProposedByOwner = caller.Owner,
            ProposedAt = now,
        };
        db.Add(proposed);
        var told = proposed.ToContract();
        Tell(told);
        audit.Add(context, "grade_overrides.propose", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
