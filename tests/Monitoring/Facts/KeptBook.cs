using Risk.Testing;

namespace Risk.Monitoring.Tests.Facts;

/// <summary>What monitoring keeps of a customer's documents, in the words of <see cref="NaiveBook"/>.</summary>
internal static class KeptBook
{
    private const string ReceivablesSql =
        """
        SELECT string_agg(concat_ws(' ', external_id, part, due_on, open_amount, disputed_amount, settled_on), chr(10)
            ORDER BY external_id, part)
        FROM receivables WHERE customer_id = $1
        """;

    // How things stood at the end of a day: the sum of the changes until then.
    private const string StoodSql =
        """
        SELECT string_agg(concat_ws(' ', currency_code, receivable, overdue, disputed, invoiced, paid, paid_late,
            written_off, dishonoured), chr(10) ORDER BY currency_code)
        FROM (SELECT currency_code, sum(receivable) AS receivable, sum(overdue) AS overdue, sum(disputed) AS disputed,
                sum(invoiced) AS invoiced, sum(paid) AS paid, sum(paid_late) AS paid_late,
                sum(written_off) AS written_off, sum(dishonoured) AS dishonoured
            FROM receivable_days WHERE customer_id = $1 AND day <= $2 GROUP BY 1) AS stood
        """;

    public static async Task<string> Receivables(
        ServiceFixture<MonitoringService> monitoring, WatchedCustomer customer) =>
        await monitoring.SqlAsync<string>(ReceivablesSql, Guid.Parse(customer.Id)) ?? "";

    public static async Task<string> StoodOn(
        ServiceFixture<MonitoringService> monitoring, WatchedCustomer customer, DateOnly day) =>
        await monitoring.SqlAsync<string>(StoodSql, Guid.Parse(customer.Id), day) ?? "";

    public static Task<long> Frozen(ServiceFixture<MonitoringService> monitoring, WatchedCustomer customer) =>
        monitoring.SqlAsync<long>(
            "SELECT count(*) FROM documents WHERE customer_id = $1 AND frozen", Guid.Parse(customer.Id));
}
