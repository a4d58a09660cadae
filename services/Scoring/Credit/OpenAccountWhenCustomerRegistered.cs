using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Credit;

/// <summary>Gives a new customer its credit account, without credit, in the currency of its country.</summary>
internal sealed class OpenAccountWhenCustomerRegistered(ScoringDb db, AuditLog audit, TimeProvider clock)
    : IReaction<IntakeV1.CustomerRegistered>
{
    public async Task React(IntakeV1.CustomerRegistered fact, EventContext context, CancellationToken ct)
    {
        var (customerId, now) = (Guid.Parse(fact.Customer.CustomerId), clock.GetUtcNow());
        var currency = LimitPolicy.Shipped.CurrencyOf(fact.Customer.CountryCode);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var isNew = await OpenAccount.EnsureAsync(connection, customerId, currency, now, ct);
        await Grouping.ApplyAsync(db, fact.Customer, ct);
        if (!isNew)
            return;
        var opened = new CreditAccount
        {
            CustomerId = customerId,
            CurrencyCode = currency,
            Version = 1,
            ChangedAt = now,
        };
        audit.Add(context, "credit.open", fact.Customer.CustomerId,
            opened.ToContract(DateOnly.FromDateTime(now.UtcDateTime)));
    }
}
