using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.CustomerFacts;

/// <summary>
/// Keeps master data, names in other systems and legal records as intake states them. An event that is replayed out of
/// its order tells how the customer was, and does not undo what is newer.
/// </summary>
internal sealed class KeepCustomerWhenItChanged(ScoringDb db)
    : IReaction<CustomerRegistered>, IReaction<CustomerChanged>
{
    public Task React(CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        Keep(fact.Customer, context, ct);

    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) =>
        Keep(fact.Customer, context, ct);

    private async Task Keep(Intake.V1.Customer customer, EventContext context, CancellationToken ct)
    {
        var id = Guid.Parse(customer.CustomerId);
        var changedAt = customer.ChangedAt.ToTime(context.Time);
        await KeepVersion(id, customer, changedAt, ct);
        if (await KeepMasterData(id, customer, changedAt, ct) == 0)
            return;
        await KeepRefs(id, customer, ct);
        await KeepLegalRecords(id, customer, ct);
    }

    /// <summary>Answers 0 when something newer is known.</summary>
    private Task<int> KeepMasterData(Guid id, Intake.V1.Customer c, DateTime changedAt, CancellationToken ct)
    {
        var (status, isic, gbt) = ((short)c.Status, c.Industry?.IsicSection ?? "", c.Industry?.Gbt4754Code ?? "");
        var (incorporatedOn, since) = (c.IncorporatedOn.ToDay(), c.CustomerSince.ToDay());
        var (share, satisfaction) = (c.MarketShare.ToNumber(), c.Satisfaction.ToNumber());
        var parent = c.ParentCustomerId.ToId();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customers (customer_id, legal_name, status, country_code, region, isic_section, gbt4754_code,
                incorporated_on, customer_since, market_share, satisfaction, segment, salesperson,
                parent_customer_id, changed_at)
            VALUES ({id}, {c.LegalName}, {status}, {c.CountryCode}, {c.Region}, {isic}, {gbt},
                {incorporatedOn}, {since}, {share}, {satisfaction}, {c.Segment}, {c.Salesperson}, {parent}, {changedAt})
            ON CONFLICT (customer_id) DO UPDATE SET
                legal_name = excluded.legal_name, status = excluded.status, country_code = excluded.country_code,
                region = excluded.region, isic_section = excluded.isic_section, gbt4754_code = excluded.gbt4754_code,
                incorporated_on = excluded.incorporated_on, customer_since = excluded.customer_since,
                market_share = excluded.market_share, satisfaction = excluded.satisfaction,
                segment = excluded.segment, salesperson = excluded.salesperson,
                parent_customer_id = excluded.parent_customer_id, changed_at = excluded.changed_at
            WHERE excluded.changed_at >= customers.changed_at
            """, ct);
    }

    private Task<int> KeepVersion(Guid id, Intake.V1.Customer c, DateTime changedAt, CancellationToken ct)
    {
        var (status, isic) = ((short)c.Status, c.Industry?.IsicSection ?? "");
        var (incorporatedOn, since) = (c.IncorporatedOn.ToDay(), c.CustomerSince.ToDay());
        var (share, satisfaction) = (c.MarketShare.ToNumber(), c.Satisfaction.ToNumber());
        var (kinds, recorded, ended) = LegalRecords(c);
        var parent = c.ParentCustomerId.ToId();
        var rated = c.ExternalRatings.Where(r => r.RatedOn.ToDay() is not null).ToList();
        string[] agencies = [.. rated.Select(r => r.Agency)];
        string[] ratings = [.. rated.Select(r => r.Rating)];
        DateOnly[] ratedOn = [.. rated.Select(r => r.RatedOn.ToDay()!.Value)];
        DateOnly?[] validUntil = [.. rated.Select(r => r.ValidUntil.ToDay())];
        var references = KnownReferenceJson.Write(KnownReference.Of(c));
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customer_versions (customer_id, changed_at, status, country_code, region, isic_section,
                incorporated_on, customer_since, market_share, satisfaction,
                legal_kinds, legal_recorded_on, legal_ended_on,
                parent_customer_id, rating_agencies, rating_values, rating_rated_on, rating_valid_until,
                credit_references)
            VALUES ({id}, {changedAt}, {status}, {c.CountryCode}, {c.Region}, {isic},
                {incorporatedOn}, {since}, {share}, {satisfaction}, {kinds}, {recorded}, {ended},
                {parent}, {agencies}, {ratings}, {ratedOn}, {validUntil}, {references}::jsonb)
            ON CONFLICT (customer_id, changed_at) DO UPDATE SET
                status = excluded.status, country_code = excluded.country_code, region = excluded.region,
                isic_section = excluded.isic_section,
                incorporated_on = excluded.incorporated_on, customer_since = excluded.customer_since,
                market_share = excluded.market_share, satisfaction = excluded.satisfaction,
                legal_kinds = excluded.legal_kinds, legal_recorded_on = excluded.legal_recorded_on,
                legal_ended_on = excluded.legal_ended_on, parent_customer_id = excluded.parent_customer_id,
                rating_agencies = excluded.rating_agencies, rating_values = excluded.rating_values,
                rating_rated_on = excluded.rating_rated_on, rating_valid_until = excluded.rating_valid_until,
                credit_references = excluded.credit_references
            """, ct);
    }

    private async Task KeepRefs(Guid id, Intake.V1.Customer customer, CancellationToken ct)
    {
        string[] systems = [.. customer.ExternalRefs.Select(r => r.System)];
        string[] ids = [.. customer.ExternalRefs.Select(r => r.Id)];
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM customer_refs WHERE customer_id = {id};
            INSERT INTO customer_refs (system, id, customer_id)
            SELECT system, key, {id} FROM unnest({systems}, {ids}) AS refs (system, key)
            ON CONFLICT (system, id) DO UPDATE SET customer_id = excluded.customer_id
            """, ct);
    }

    private async Task KeepLegalRecords(Guid id, Intake.V1.Customer customer, CancellationToken ct)
    {
        var (kinds, recorded, ended) = LegalRecords(customer);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM legal_records WHERE customer_id = {id};
            INSERT INTO legal_records (customer_id, place, kind, recorded_on, ended_on)
            SELECT {id}, place, kind, recorded_on, ended_on
            FROM unnest({kinds}, {recorded}, {ended}) WITH ORDINALITY AS records (kind, recorded_on, ended_on, place)
            """, ct);
    }

    private static (short[] Kinds, DateOnly[] RecordedOn, DateOnly?[] EndedOn) LegalRecords(Intake.V1.Customer customer)
    {
        var dated = customer.LegalRecords.Where(r => r.RecordedOn.ToDay() is not null).ToList();
        return (
            [.. dated.Select(r => (short)r.Kind)], [.. dated.Select(r => r.RecordedOn.ToDay()!.Value)],
            [.. dated.Select(r => r.EndedOn.ToDay())]);
    }
}
