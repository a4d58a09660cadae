using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Holds;

/// <summary>A customer who is active again may have orders that wait.</summary>
internal sealed class RecheckWhenCustomerChanged(ScoringDb db, TimeProvider clock) : IReaction<CustomerChanged>
{
    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) => RecheckQueue.AskAsync(
        (NpgsqlConnection)db.Database.GetDbConnection(), Guid.Parse(fact.Customer.CustomerId), clock.GetUtcNow(), ct);
}
