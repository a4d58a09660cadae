using Microsoft.EntityFrameworkCore;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Customers;

/// <summary>Who heads whose group.</summary>
internal static class Parents
{
    /// <summary>
    /// Refuses a parent that is not known, is the customer itself, or has the customer above it. Groups are changed by
    /// one at a time: two changes at once could close a circle that neither of them sees.
    /// </summary>
    public static async Task CheckAsync(IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        if (customer.ParentCustomerId is not { } parent)
            return;
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended('intake parents', 0))", cancellation);
        if (!await db.Customers.AnyAsync(c => c.CustomerId == parent, cancellation))
        {
            throw Refuse.Invalid([new("customer.parent_customer_id", new(
                $"there is no customer {parent}", $"不存在客户 {parent}"))], "PARENT_NOT_FOUND");
        }
        var above = await db.Database.SqlQuery<Guid>(
            $"""
            WITH RECURSIVE above AS (
                SELECT customer_id, parent_customer_id FROM customers WHERE customer_id = {parent}
                UNION
                SELECT c.customer_id, c.parent_customer_id FROM customers c
                JOIN above ON c.customer_id = above.parent_customer_id)
            SELECT customer_id AS "Value" FROM above
            """).ToListAsync(cancellation);
        if (above.Contains(customer.CustomerId))
        {
            throw Refuse.Invalid([new("customer.parent_customer_id", new(
                "is the customer itself or belongs to its own group below it",
                "是客户自身，或是其集团内的下级客户"))], "PARENT_IS_BELOW");
        }
    }
}
