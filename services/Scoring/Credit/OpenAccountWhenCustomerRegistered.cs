using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Credit;

/// <summary>Gives a new customer its credit account, without credit, in the currency of its country.</summary>
internal sealed class OpenAccountWhenCustomerRegistered(ScoringDb db, TimeProvider clock)
    : IReaction<IntakeV1.CustomerRegistered>
{
    public Task React(IntakeV1.CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        OpenAccount.EnsureAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), Guid.Parse(fact.Customer.CustomerId),
            LimitPolicy.Shipped.CurrencyOf(fact.Customer.CountryCode), clock.GetUtcNow(), ct);
}
