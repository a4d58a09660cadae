using System.Globalization;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Credit;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Monitoring.Facts;

/// <summary>
/// Adds the statements that keep master data, limits, exposures and grades. What an older event tells never replaces
/// what a newer one has told.
/// </summary>
internal static class FactWriting
{
    private const string UpdateFiles =
        """
        UPDATE customers c SET legal_name = f.legal_name, file = f.file, changed_at = f.changed_at
        FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[]) AS f (id, legal_name, file, changed_at)
        WHERE c.customer_id = f.id AND c.changed_at <= f.changed_at
        """;

    private const string UpsertCredit =
        """
        INSERT INTO credit_days AS known (customer_id, day, written, currency_code, limit_amount, unlimited,
            temporary_amount, temporary_from, temporary_until, as_of)
        SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::text[], $5::numeric[], $6::boolean[],
            $7::numeric[], $8::date[], $9::date[], $10::timestamptz[])
        ON CONFLICT (customer_id, day) DO UPDATE SET
            written = excluded.written, currency_code = excluded.currency_code,
            limit_amount = excluded.limit_amount, unlimited = excluded.unlimited,
            temporary_amount = excluded.temporary_amount, temporary_from = excluded.temporary_from,
            temporary_until = excluded.temporary_until, as_of = excluded.as_of
        WHERE known.written < excluded.written
        """;

    // Arrays of arrays must be rectangular: the amounts of each day travel as one text.
    private const string UpsertExposures =
        """
        INSERT INTO exposure_days AS known (customer_id, day, written, currency_codes, amounts, as_of)
        SELECT customer_id, day, written, codes::text[], amounts::numeric[], as_of
        FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[])
            AS e (customer_id, day, written, codes, amounts, as_of)
        ON CONFLICT (customer_id, day) DO UPDATE SET
            written = excluded.written, currency_codes = excluded.currency_codes, amounts = excluded.amounts,
            as_of = excluded.as_of
        WHERE known.written < excluded.written
        """;

    private const string UpsertGrades =
        """
        INSERT INTO grade_days AS known (customer_id, day, written, grade, as_of)
        SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::smallint[], $5::timestamptz[])
        ON CONFLICT (customer_id, day) DO UPDATE SET
            written = excluded.written, grade = excluded.grade, as_of = excluded.as_of
        WHERE known.written < excluded.written
        """;

    public static void Add(NpgsqlBatch batch, IReadOnlyList<CustomerRun> runs)
    {
        AddFiles(batch, [.. runs.Where(r => r.File is not null)]);
        AddCredit(batch, [.. runs.SelectMany(r => r.Credit.Values.Select(c => (r.CustomerId, c)))]);
        AddExposures(batch, [.. runs.SelectMany(r => r.Exposures.Values.Select(e => (r.CustomerId, e)))]);
        AddGrades(batch, [.. runs.SelectMany(r => r.Grades.Values.Select(g => (r.CustomerId, g)))]);
    }

    private static void AddFiles(NpgsqlBatch batch, List<CustomerRun> runs)
    {
        if (runs.Count == 0)
            return;
        batch.Add(UpdateFiles)
            .Column(NpgsqlDbType.Uuid, runs.Select(r => r.CustomerId).ToArray())
            .Column(NpgsqlDbType.Text, runs.Select(r => r.File!.Value.Customer.LegalName).ToArray())
            .Column(NpgsqlDbType.Bytea, runs.Select(r => Compact(r.File!.Value.Customer)).ToArray())
            .Column(NpgsqlDbType.TimestampTz, runs.Select(r => r.File!.Value.ChangedAt.UtcDateTime).ToArray());
    }

    private static byte[] Compact(IntakeV1.Customer customer) => new IntakeV1.Customer
    {
        Status = customer.Status,
        LegalRecords = { customer.LegalRecords },
    }.ToByteArray();

    private static void AddCredit(NpgsqlBatch batch, List<(Guid CustomerId, CreditDay Credit)> days)
    {
        if (days.Count == 0)
            return;
        batch.Add(UpsertCredit)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Credit.Day).ToArray())
            .Column(NpgsqlDbType.Bigint, days.Select(d => d.Credit.Written).ToArray())
            .Column(NpgsqlDbType.Text, days.Select(d => d.Credit.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Credit.Limit).ToArray())
            .Column(NpgsqlDbType.Boolean, days.Select(d => d.Credit.Unlimited).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Credit.TemporaryLimit).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Credit.TemporaryFrom).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Credit.TemporaryUntil).ToArray())
            .Column(NpgsqlDbType.TimestampTz, days.Select(d => d.Credit.AsOf.UtcDateTime).ToArray());
    }

    private static void AddExposures(NpgsqlBatch batch, List<(Guid CustomerId, ExposureDay Exposure)> days)
    {
        if (days.Count == 0)
            return;
        batch.Add(UpsertExposures)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Exposure.Day).ToArray())
            .Column(NpgsqlDbType.Bigint, days.Select(d => d.Exposure.Written).ToArray())
            .Column(NpgsqlDbType.Text, days.Select(d => Codes(d.Exposure)).ToArray())
            .Column(NpgsqlDbType.Text, days.Select(d => Amounts(d.Exposure)).ToArray())
            .Column(NpgsqlDbType.TimestampTz, days.Select(d => d.Exposure.AsOf.UtcDateTime).ToArray());
    }

    private static string Codes(ExposureDay exposure) =>
        $"{{{string.Join(',', exposure.Amounts.Select(a => a.Currency))}}}";

    private static string Amounts(ExposureDay exposure) =>
        $"{{{string.Join(',', exposure.Amounts.Select(a => a.Amount.ToString(CultureInfo.InvariantCulture)))}}}";

    private static void AddGrades(NpgsqlBatch batch, List<(Guid CustomerId, GradeDay Grade)> days)
    {
        if (days.Count == 0)
            return;
        batch.Add(UpsertGrades)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Grade.Day).ToArray())
            .Column(NpgsqlDbType.Bigint, days.Select(d => d.Grade.Written).ToArray())
            .Column(NpgsqlDbType.Smallint, days.Select(d => (short)d.Grade.Grade).ToArray())
            .Column(NpgsqlDbType.TimestampTz, days.Select(d => d.Grade.AsOf.UtcDateTime).ToArray());
    }
}
