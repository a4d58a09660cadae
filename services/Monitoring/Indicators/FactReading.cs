using Npgsql;
using NpgsqlTypes;
using Risk.Intake.V1;
using Risk.Monitoring.Credit;
using Risk.Monitoring.Receivables;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Indicators;

/// <summary>Reads what the indicators of many customers are computed from, in one round trip.</summary>
internal sealed class FactReading(DateOnly today)
{
    private const string Customers =
        "SELECT customer_id, legal_name, file FROM customers WHERE customer_id = ANY ($1) ORDER BY customer_id";

    // What is older than any window is added up into one day. Each customer is looked up alone, so that it is planned
    // by its index even before the tables were ever analysed.
    private const string Days =
        """
        SELECT w.customer_id, d.* FROM unnest($1::uuid[]) AS w (customer_id), LATERAL (
            SELECT currency_code, greatest(day, $2) AS day, sum(receivable), sum(receivable_items)::integer,
                sum(overdue), sum(overdue_items)::integer, sum(overdue_due), sum(disputed), sum(invoiced), sum(paid),
                sum(paid_items)::integer, sum(paid_late), sum(dishonoured)::integer,
                sum(written_off), sum(write_offs)::integer
            FROM receivable_days k WHERE k.customer_id = w.customer_id AND k.day <= $3 GROUP BY 1, 2) AS d
        ORDER BY w.customer_id, d.day, d.currency_code
        """;

    private const string ReceivableColumns =
        "customer_id, document_id, part, system, external_id, currency_code, issued_on, due_on, amount, open_amount, "
        + "disputed_amount, settled_on";

    private const string Receivables =
        "SELECT r.* FROM unnest($1::uuid[]) AS w (customer_id), LATERAL ("
        + "SELECT " + ReceivableColumns + " FROM receivables k WHERE k.customer_id = w.customer_id "
        + "AND k.settled_on IS NULL AND (k.due_on < $2 OR k.disputed_amount > 0) UNION ALL "
        + "SELECT " + ReceivableColumns + " FROM receivables k WHERE k.customer_id = w.customer_id "
        + "AND k.settled_on > $3) AS r ORDER BY r.customer_id, r.due_on, r.document_id, r.part";

    // The last of the day and of the day a month before.
    private const string Credit =
        """
        SELECT DISTINCT c.* FROM unnest($1::uuid[]) AS w (customer_id), unnest($2::date[]) AS d (day),
            LATERAL (SELECT k.* FROM credit_days k WHERE k.customer_id = w.customer_id AND k.day <= d.day
                ORDER BY k.day DESC LIMIT 1) AS c
        """;

    private const string Exposures =
        """
        SELECT DISTINCT e.* FROM unnest($1::uuid[]) AS w (customer_id), unnest($2::date[]) AS d (day),
            LATERAL (SELECT k.* FROM exposure_days k WHERE k.customer_id = w.customer_id AND k.day <= d.day
                ORDER BY k.day DESC LIMIT 1) AS e
        """;

    private const string Grades =
        "SELECT g.* FROM unnest($1::uuid[]) AS w (customer_id), LATERAL ("
        + "SELECT customer_id, day, written, grade, as_of FROM grade_days k "
        + "WHERE k.customer_id = w.customer_id AND k.day <= $2 OFFSET 0) AS g";

    private const string Rates =
        """
        SELECT DISTINCT ON (d.day, r.from_currency_code, r.to_currency_code)
            r.from_currency_code, r.to_currency_code, r.rate, r.valid_on
        FROM unnest($1::date[]) AS d (day), exchange_rates r WHERE r.valid_on <= d.day
        ORDER BY d.day, r.from_currency_code, r.to_currency_code, r.valid_on DESC, r.written DESC, r.source
        """;

    private readonly Dictionary<Guid, WatchedFacts> facts = [];
    private readonly Dictionary<Guid, Lists> lists = [];

    public static async Task<IReadOnlyDictionary<Guid, WatchedFacts>> ReadAsync(
        NpgsqlConnection connection, Guid[] customerIds, DateOnly day, CancellationToken ct)
    {
        var reading = new FactReading(day);
        DateOnly[] days = [day, day.AddDays(-Reading.MonthDays)];
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add(Customers).Column(NpgsqlDbType.Uuid, customerIds);
            batch.Add(Days).Column(NpgsqlDbType.Uuid, customerIds).With(days[1].AddMonths(-12)).With(day);
            batch.Add(Receivables).Column(NpgsqlDbType.Uuid, customerIds).With(day).With(days[1]);
            batch.Add(Credit).Column(NpgsqlDbType.Uuid, customerIds).Column(NpgsqlDbType.Date, days);
            batch.Add(Exposures).Column(NpgsqlDbType.Uuid, customerIds).Column(NpgsqlDbType.Date, days);
            batch.Add(Grades).Column(NpgsqlDbType.Uuid, customerIds).With(day);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reading.ReadAllAsync(reader, ct);
        }
        var foreign = reading.facts.Values.Where(NeedsRates).ToList();
        if (foreign.Count > 0)
        {
            var rates = await RatesAsync(connection, days, ct);
            foreign.ForEach(f => f.Rates = rates);
        }
        return reading.facts;
    }

    /// <summary>Whether it owes, or owed lately, in several currencies, or in one that has to be compared.</summary>
    public static bool NeedsRates(WatchedFacts facts)
    {
        var owed = facts.Days.Select(d => d.Currency).Distinct(StringComparer.Ordinal).ToList();
        return owed.Exists(Materiality.NeedsRate)
            || owed.Concat(facts.Credit.Select(c => c.Currency))
                .Concat(facts.Exposures.SelectMany(e => e.Amounts.Where(a => a.Amount != 0).Select(a => a.Currency)))
                .Distinct(StringComparer.Ordinal).Skip(1).Any();
    }

    private static async Task<IReadOnlyList<Rate>> RatesAsync(
        NpgsqlConnection connection, DateOnly[] days, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Rates).Column(NpgsqlDbType.Date, days);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rates = new List<Rate>();
        while (await reader.ReadAsync(ct))
        {
            rates.Add(new(reader.GetString(0), reader.GetString(1), reader.GetDecimal(2),
                reader.GetFieldValue<DateOnly>(3)));
        }
        return rates;
    }

    private async Task ReadAllAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
            Open(reader);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            lists[reader.GetGuid(0)].Days.Add((reader.GetString(1), reader.GetFieldValue<DateOnly>(2), SumsOf(reader)));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            lists[reader.GetGuid(0)].Receivables.Add(ReceivableOf(reader));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            lists[reader.GetGuid(0)].Credit.Add(CreditOf(reader));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            lists[reader.GetGuid(0)].Exposures.Add(ExposureOf(reader));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lists[reader.GetGuid(0)].Grades.Add(new(reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2),
                (Grade)reader.GetInt16(3), reader.Instant(4)));
        }
    }

    private void Open(NpgsqlDataReader reader)
    {
        var customer = Customer.Parser.ParseFrom(reader.GetFieldValue<byte[]>(2));
        var all = lists[reader.GetGuid(0)] = new([], [], [], [], []);
        facts[reader.GetGuid(0)] = new()
        {
            Today = today,
            CustomerId = reader.GetGuid(0),
            LegalName = reader.GetString(1),
            Status = customer.Status,
            LegalRecords = customer.LegalRecords,
            Days = all.Days,
            Receivables = all.Receivables,
            Credit = all.Credit,
            Exposures = all.Exposures,
            Grades = all.Grades,
        };
    }

    private static DaySums SumsOf(NpgsqlDataReader reader) => new()
    {
        Receivable = reader.GetDecimal(3),
        ReceivableItems = reader.GetInt32(4),
        Overdue = reader.GetDecimal(5),
        OverdueItems = reader.GetInt32(6),
        OverdueDue = reader.GetDecimal(7),
        Disputed = reader.GetDecimal(8),
        Invoiced = reader.GetDecimal(9),
        Paid = reader.GetDecimal(10),
        PaidItems = reader.GetInt32(11),
        PaidLate = reader.GetDecimal(12),
        Dishonoured = reader.GetInt32(13),
        WrittenOff = reader.GetDecimal(14),
        WriteOffs = reader.GetInt32(15),
    };

    private static Receivable ReceivableOf(NpgsqlDataReader reader) => new()
    {
        DocumentId = reader.GetGuid(1),
        Part = reader.GetInt16(2),
        System = reader.GetString(3),
        ExternalId = reader.GetString(4),
        Currency = reader.GetString(5),
        IssuedOn = reader.GetFieldValue<DateOnly>(6),
        DueOn = reader.GetFieldValue<DateOnly>(7),
        Amount = reader.GetDecimal(8),
        OpenAmount = reader.GetDecimal(9),
        DisputedAmount = reader.GetDecimal(10),
        SettledOn = reader.Nullable<DateOnly>(11),
    };

    private static CreditDay CreditOf(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2), reader.GetString(3))
        {
            Limit = reader.GetDecimal(4),
            Unlimited = reader.GetBoolean(5),
            TemporaryLimit = reader.Nullable<decimal>(6),
            TemporaryFrom = reader.Nullable<DateOnly>(7),
            TemporaryUntil = reader.Nullable<DateOnly>(8),
            AsOf = reader.Instant(9),
        };

    private static ExposureDay ExposureOf(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2))
        {
            Amounts = [.. reader.GetFieldValue<string[]>(3).Zip(reader.GetFieldValue<decimal[]>(4))],
            AsOf = reader.Instant(5),
        };

    private sealed record Lists(
        List<(string Currency, DateOnly Day, DaySums Change)> Days, List<Receivable> Receivables,
        List<CreditDay> Credit, List<ExposureDay> Exposures, List<GradeDay> Grades);
}
