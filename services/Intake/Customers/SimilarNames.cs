using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Customers.Names;
using Risk.Intake.Storage;

namespace Risk.Intake.Customers;

/// <summary>
/// Finds customers that may be the same company: by their names, and by the numbers that several companies may have.
/// </summary>
internal static class SimilarNames
{
    private const int AnswersMax = 10;
    private const int CandidatesMax = 200;

    public static async Task<IReadOnlyList<V1.SimilarCustomer>> OfAsync(
        IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        var sharing = await SharingAsync(db, customer, cancellation);
        var candidates = await db.Database.SqlQuery<NamedCustomer>(
            $"""
            SELECT customer_id AS "CustomerId", legal_name AS "LegalName", name_key AS "NameKey" FROM customers
            WHERE name_grams && {customer.NameGrams} AND customer_id <> {customer.CustomerId}
            ORDER BY (SELECT count(*) FROM unnest(name_grams) gram WHERE gram = ANY ({customer.NameGrams}))::float8
                / (cardinality(name_grams) + {customer.NameGrams.Length}) DESC, customer_id
            LIMIT {CandidatesMax}
            """).ToListAsync(cancellation);
        var sharers = sharing.Select(s => s.Key).ToArray();
        candidates.AddRange(await db.Customers.AsNoTracking().Where(c => sharers.Contains(c.CustomerId))
            .Select(c => new NamedCustomer(c.CustomerId, c.LegalName, c.NameKey)).ToListAsync(cancellation));
        return [.. candidates.DistinctBy(c => c.CustomerId)
            .Select(c => (Candidate: c, Similarity: NameSimilarity.Of(customer.NameKey, c.NameKey)))
            .Where(c => c.Similarity >= NameSimilarity.Noteworthy || sharing.Contains(c.Candidate.CustomerId))
            .OrderByDescending(c => sharing.Contains(c.Candidate.CustomerId))
            .ThenByDescending(c => c.Similarity).ThenBy(c => c.Candidate.CustomerId)
            .Take(AnswersMax)
            .Select(c => new V1.SimilarCustomer
            {
                CustomerId = c.Candidate.CustomerId.ToString(),
                LegalName = c.Candidate.LegalName,
                Similarity = Values.ToContract.Number(decimal.Round((decimal)c.Similarity, 2)),
                SharedIdentifiers =
                {
                    sharing[c.Candidate.CustomerId].Select(i => new V1.Identifier
                    {
                        Scheme = i.Scheme,
                        Value = i.Value,
                        CountryCode = i.CountryCode,
                    }),
                },
            })];
    }

    private static async Task<ILookup<Guid, CustomerIdentifier>> SharingAsync(
        IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        var shareable = customer.Identifiers.Where(i => !IdentifierRules.NamesOneCompany(i.Scheme)).ToArray();
        if (shareable.Length == 0)
            return Array.Empty<CustomerIdentifier>().ToLookup(i => i.CustomerId);
        var shared = await db.CustomerIdentifiers.FromSql(
            $"""
            SELECT i.* FROM customer_identifiers i
            JOIN unnest({shareable.Select(i => (short)i.Scheme).ToArray()},
                {shareable.Select(i => i.CountryCode).ToArray()}, {shareable.Select(i => i.Value).ToArray()})
                AS wanted (scheme, country_code, value) USING (scheme, country_code, value)
            WHERE i.customer_id <> {customer.CustomerId}
            """).AsNoTracking().OrderBy(i => i.CustomerId).Take(CandidatesMax).ToListAsync(cancellation);
        return shared.ToLookup(i => i.CustomerId);
    }

    private sealed record NamedCustomer(Guid CustomerId, string LegalName, string NameKey);
}
