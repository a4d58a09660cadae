using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Storage;

namespace Risk.Scoring.Credit;

/// <summary>
/// Keeps which group an account belongs to: that of the customer's topmost parent. The event itself says who the parent
/// is, so that it does not matter whether master data or groups are kept first.
/// </summary>
internal static class Grouping
{
    public static Task<int> ApplyAsync(ScoringDb db, Customer customer, CancellationToken ct)
    {
        var id = Guid.Parse(customer.CustomerId);
        Guid? parent = Guid.TryParse(customer.ParentCustomerId, out var given) && given != id ? given : null;
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE up AS (
                SELECT {parent}::uuid AS id, 1 AS depth WHERE {parent}::uuid IS NOT NULL
                UNION ALL
                SELECT c.parent_customer_id, up.depth + 1 FROM up JOIN customers c ON c.customer_id = up.id
                WHERE c.parent_customer_id IS NOT NULL AND up.depth < 10 AND c.parent_customer_id <> {id}
            ), root AS (
                SELECT coalesce((SELECT up.id FROM up ORDER BY depth DESC LIMIT 1), {id}::uuid) AS id
            ), down AS (
                SELECT {id}::uuid AS id, 1 AS depth
                UNION ALL
                SELECT c.customer_id, down.depth + 1 FROM down JOIN customers c ON c.parent_customer_id = down.id
                WHERE down.depth < 10 AND c.customer_id <> {id}
            ), wanted AS (
                SELECT root.id AS head,
                    CASE WHEN root.id = {id}::uuid AND (SELECT count(*) FROM down) = 1 THEN NULL ELSE root.id END
                    AS group_id
                FROM root
            )
            UPDATE credit_accounts a SET group_id = w.group_id FROM wanted w
            WHERE a.customer_id IN (SELECT down.id FROM down UNION SELECT w.head)
                AND a.group_id IS DISTINCT FROM w.group_id
            """, ct);
    }
}
