using Npgsql;

namespace Risk.Benchmarks.Scoring;

/// <summary>
/// Customers whose facts have already come: two statements, documents of half a year, four invoices paid and one open.
/// </summary>
internal static class MadePortfolio
{
    private static readonly string[] Steps =
    [
        """
        INSERT INTO customers (customer_id, legal_name, status, country_code, region, isic_section, gbt4754_code,
            incorporated_on, customer_since, market_share, satisfaction, segment, salesperson, changed_at)
        SELECT ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Customer ' || n, 3,
            (ARRAY['CN', 'DE', 'US', 'BR', 'IN'])[1 + n % 5], '', (ARRAY['C', 'F', 'G', 'H'])[1 + n % 4], '',
            current_date - 1000 - n % 9000, current_date - 100 - n % 3000, (n % 40) / 100.0, (n % 97) / 97.0, '', '',
            now() - interval '400 days'
        FROM generate_series(1, $1) n
        """,
        """
        INSERT INTO customer_versions
        SELECT customer_id, changed_at, status, country_code, isic_section, incorporated_on, customer_since,
            market_share, satisfaction FROM customers
        """,
        """
        INSERT INTO statements (customer_id, statement_id, period_start, period_end, scope, audit_opinion, recorded_at,
            cash, receivables, inventory, current_assets, total_assets, payables, current_liabilities,
            total_liabilities, retained_earnings, equity, revenue, cost_of_sales, ebit, interest_expense, net_income,
            depreciation, operating_cash_flow)
        SELECT id, gen_random_uuid(), make_date(y, 1, 1), make_date(y, 12, 31), 1, 1 + n % 5, now(), 100 + n % 300,
            980, 640, 1600 + n % 700, 3400, 720, 1450, 1500 + n % 1700, 120 + n % 800, 1900 - n % 1700,
            4200 + (n + y * 331) % 2000, 4100, 310 - n % 400, 95, 160 - n % 300, 120, 240 - n % 500
        FROM numbered, generate_series(extract(year FROM current_date)::int - 2,
            extract(year FROM current_date)::int - 1) y
        """,
        """
        INSERT INTO trade_days
        SELECT id, current_date - 30 * m - (n % 20)::int, 1, 1 + n % 3, (n % 50 = 0)::int
        FROM numbered, generate_series(1, 6) m
        """,
        """
        INSERT INTO settlements (customer_id, invoice_line_id, credit_line_id, place, kind, invoice_document_id,
            credit_document_id, currency_code, amount, issued_on, due_on, settled_on)
        SELECT id, gen_random_uuid(), gen_random_uuid(), 0, 5, gen_random_uuid(), gen_random_uuid(), 'CNY',
            1000 + n % 900, due - 30, due, due + (n * m % 41)::int - 5
        FROM (SELECT id, n, m, current_date - 60 * m - 20 AS due FROM numbered, generate_series(1, 4) m) paid
        """,
        """
        INSERT INTO ledger_lines (customer_id, line_id, kind, stage, system, external_id, currency_code, document_id,
            amount, taken, billed_ahead, closed, disputed, issued_on, due_on)
        SELECT id, gen_random_uuid(), 3, 4, 'erp', 'I', 'CNY', gen_random_uuid(), 1000 + n % 900, 0, 0, false, 0,
            current_date - 45, current_date + 30 - (n % 50)::int
        FROM numbered
        """,
        "ANALYZE",
    ];

    private const string Numbered =
        "CREATE TEMPORARY VIEW numbered AS SELECT customer_id AS id, row_number() OVER (ORDER BY customer_id) AS n "
        + "FROM customers";

    public static async Task<Guid[]> FillAsync(NpgsqlDataSource database, int customers)
    {
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(connection, Numbered);
        await RunAsync(connection, Steps[0], customers);
        foreach (var step in Steps.Skip(1))
            await RunAsync(connection, step);
        await using var ids = new NpgsqlCommand("SELECT array_agg(customer_id) FROM customers", connection);
        return (Guid[])(await ids.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
