using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers.Names;
using Risk.Intake.Storage;

namespace Risk.Intake.Customers;

/// <summary>Finds customers whose names may be the same company's.</summary>
internal static class SimilarNames
{
    private const int AnswersMax = 10;
    private const int CandidatesMax = 200;

    public static async Task<IReadOnlyList<V1.SimilarCustomer>> OfAsync(
        IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        var candidates = await db.Database.SqlQuery<NamedCustomer>(
            $"""
            SELECT customer_id AS "CustomerId", legal_name AS "LegalName", name_key AS "NameKey" FROM customers
            WHERE name_grams && {customer.NameGrams} AND customer_id <> {customer.CustomerId}
            ORDER BY (SELECT count(*) FROM unnest(name_grams) gram WHERE gram = ANY ({customer.NameGrams}))::float8
                / (cardinality(name_grams) + {customer.NameGrams.Length}) DESC, customer_id
            LIMIT {CandidatesMax}
            """).ToListAsync(cancellation);
        return [.. candidates
            .Select(c => (Candidate: c, Similarity: NameSimilarity.Of(customer.NameKey, c.NameKey)))
            .Where(c => c.Similarity >= NameSimilarity.Noteworthy)
            .OrderByDescending(c => c.Similarity).ThenBy(c => c.Candidate.CustomerId)
            .Take(AnswersMax)
            .Select(c => new V1.SimilarCustomer
            {
                CustomerId = c.Candidate.CustomerId.ToString(),
                LegalName = c.Candidate.LegalName,
                Similarity = Values.ToContract.Number(decimal.Round((decimal)c.Similarity, 2)),
            })];
    }

    private sealed record NamedCustomer(Guid CustomerId, string LegalName, string NameKey);
}
