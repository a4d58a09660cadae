using Grpc.Core;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Conditions;

partial class ConditionsService
{
    /// <summary>Adds a condition: orders wait for it from its day on.</summary>
    [Roles(Role.Risk | Role.Legal | Role.Approver | Role.Committee)]
    public override async Task<V1.Condition> AddCondition(V1.AddConditionRequest request, ServerCallContext context)
    {
        var (given, caller, ct) = (request.Condition ?? new(), context.Caller(), context.CancellationToken);
        var check = new InputCheck();
        check.Given(given.Text, "condition.text");
        check.NoLongerThan(500, given.Text, "condition.text");
        check.That(given.DueOn is null || AccountInput.IsDay(given.DueOn), "condition.due_on", new(
            "must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var condition = new Condition
        {
            ConditionId = Guid.CreateVersion7(),
            CustomerId = await CustomerAsync(request.CustomerId, ct),
            Text = given.Text,
            DueOn = Amounts.ToDate(given.DueOn),
            AddedBy = caller.Name,
            AddedByOwner = caller.Owner,
            AddedAt = clock.GetUtcNow(),
        };
        db.Add(condition);
        var told = condition.ToContract();
        audit.Add(context, "conditions.add", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
