using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Credit;

/// <summary>Moves the account, and those of the customers below it, to the group of a new parent.</summary>
internal sealed class GroupWhenCustomerChanged(ScoringDb db) : IReaction<CustomerChanged>
{
    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) =>
        Grouping.ApplyAsync(db, fact.Customer, ct);
}
