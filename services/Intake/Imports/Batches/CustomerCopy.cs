using System.Text;
using Npgsql;
using Risk.Intake.Customers;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes customers by binary COPY; their identifiers and references are claimed before.</summary>
internal static class CustomerCopy
{
    private const short ColumnsCount = 28;

    private const string Copy =
        """
        COPY customers (customer_id, legal_name, name_key, name_grams, former_names, country_code, region, isic_section,
            gbt4754_code, incorporated_on, registered_capital, registered_capital_currency, paid_in_capital,
            paid_in_capital_currency, business_scope, headcount, market_share, satisfaction, parent_customer_id,
            segment, salesperson, status, customer_since, legal_records, external_ratings, created_at, changed_at,
            version)
        FROM STDIN (FORMAT binary)
        """;

    public static async Task WriteAsync(
        NpgsqlConnection connection, IEnumerable<Customer> customers, CancellationToken cancellation)
    {
        await using var target = await connection.BeginRawBinaryCopyAsync(Copy, cancellation);
        var buffer = new CopyBuffer();
        foreach (var customer in customers)
        {
            buffer.Row(ColumnsCount);
            EncodeName(customer, buffer);
            EncodeBusiness(customer, buffer);
            EncodeRelation(customer, buffer);
            if (buffer.IsFull)
                await buffer.FlushAsync(target, cancellation);
        }
        buffer.End();
        await buffer.FlushAsync(target, cancellation);
    }

    private static void EncodeName(Customer c, CopyBuffer buffer)
    {
        buffer.Uuid(c.CustomerId);
        buffer.Text(c.LegalName);
        buffer.Text(c.NameKey);
        buffer.Texts(c.NameGrams);
        buffer.Texts(c.FormerNames);
        buffer.Text(c.CountryCode);
        buffer.Text(c.Region);
    }

    private static void EncodeBusiness(Customer c, CopyBuffer buffer)
    {
        buffer.Text(c.IsicSection);
        buffer.Text(c.Gbt4754Code);
        buffer.Day(c.IncorporatedOn);
        buffer.Number(c.RegisteredCapital);
        buffer.Text(c.RegisteredCapitalCurrency);
        buffer.Number(c.PaidInCapital);
        buffer.Text(c.PaidInCapitalCurrency);
        buffer.Text(c.BusinessScope);
        buffer.Whole(c.Headcount);
        buffer.Number(c.MarketShare);
        buffer.Number(c.Satisfaction);
    }

    private static void EncodeRelation(Customer c, CopyBuffer buffer)
    {
        buffer.Uuid(c.ParentCustomerId);
        buffer.Text(c.Segment);
        buffer.Text(c.Salesperson);
        buffer.Small((short)c.Status);
        buffer.Day(c.CustomerSince);
        buffer.Json(Encoding.UTF8.GetBytes(LegalRecordJson.Write(c.LegalRecords)));
        buffer.Json(Encoding.UTF8.GetBytes(ExternalRatingJson.Write(c.ExternalRatings)));
        buffer.Time(c.CreatedAt);
        buffer.Time(c.ChangedAt);
        buffer.Big(c.Version);
    }
}
