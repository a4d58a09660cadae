using System.Globalization;
using System.Text;

namespace Risk.Benchmarks.Imports;

/// <summary>Files that are imported; those of different rounds have no row in common.</summary>
internal static class ImportFiles
{
    public static byte[] Customers(string prefix, int count)
    {
        var text = new StringBuilder("id,legal_name,country,status\n");
        for (var customer = 0; customer < count; customer++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{prefix}{customer},Benchmark Works {prefix}{customer} Ltd,GB,ACTIVE\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Invoices of customers K0, K1 and so on, in no order.</summary>
    public static byte[] Invoices(int round, int count, int customers)
    {
        var random = new Random(round);
        var text = new StringBuilder("customer,kind,id,issued_on,due_on,currency,amount\n");
        for (var row = 0; row < count; row++)
        {
            var issued = new DateOnly(2024, 1, 1).AddDays(random.Next(700));
            var due = issued.AddDays(30);
            text.Append(
                CultureInfo.InvariantCulture,
                $"K{random.Next(customers)},INVOICE,R{round}-{row},{issued:yyyy-MM-dd},{due:yyyy-MM-dd},EUR,");
            text.Append(CultureInfo.InvariantCulture, $"{random.Next(1, 9_999_999)}.{row % 90 + 10}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
