using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Evaluation;
using Risk.Monitoring.Storage;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Credit;

/// <summary>Keeps exchange rates, and asks for those who owe in another currency than that of their limit.</summary>
internal sealed class KeepRatesWhenExchangeRatesRecorded(
    MonitoringDb db, EvaluationSettings settings, TimeProvider clock) : IReaction<ExchangeRatesRecorded>
{
    private const string Upsert =
        """
        INSERT INTO exchange_rates AS known
            (from_currency_code, to_currency_code, valid_on, source, rate, written)
        SELECT *, $6 FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::numeric[])
        ON CONFLICT (from_currency_code, to_currency_code, valid_on, source) DO UPDATE SET
            rate = excluded.rate, written = excluded.written
        WHERE known.written < excluded.written
        """;

    private const string Ask =
        """
        INSERT INTO evaluation_queue (customer_id, first_at, due_at)
        SELECT customer_id, $1, $2 FROM customers WHERE needs_rates ORDER BY customer_id
        ON CONFLICT (customer_id) DO NOTHING
        """;

    public async Task React(ExchangeRatesRecorded fact, EventContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        batch.Add(Upsert)
            .Column(NpgsqlDbType.Text, fact.ExchangeRates.Select(r => r.FromCurrencyCode).ToArray())
            .Column(NpgsqlDbType.Text, fact.ExchangeRates.Select(r => r.ToCurrencyCode).ToArray())
            .Column(NpgsqlDbType.Date, fact.ExchangeRates.Select(r => r.ValidOn.ToDay() ?? now.ToDay()).ToArray())
            .Column(NpgsqlDbType.Text, fact.ExchangeRates.Select(r => r.Source).ToArray())
            .Column(NpgsqlDbType.Numeric, fact.ExchangeRates.Select(r => r.Rate.ToNumber()).ToArray())
            .With(context.Written);
        batch.Add(Ask).With(now.UtcDateTime).With(now.AddMilliseconds(settings.QuietMilliseconds).UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
