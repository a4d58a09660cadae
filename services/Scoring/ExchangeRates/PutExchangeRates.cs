using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.ExchangeRates;

partial class ExchangeRatesService
{
    private const int RatesMax = 1000;

    /// <summary>Records rates; one of the same pair, day and source is replaced.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Integrator | Role.Administrator)]
    public override async Task<V1.PutExchangeRatesResponse> PutExchangeRates(
        V1.PutExchangeRatesRequest request, ServerCallContext context)
    {
        Check(request);
        var ct = context.CancellationToken;
        return new() { Recorded = await RecordAsync(request.ExchangeRates, context, ct) };
    }

    /// <summary>Of one pair, day and source given twice the last counts.</summary>
    private async Task<int> RecordAsync(
        IEnumerable<V1.ExchangeRate> given, ServerCallContext context, CancellationToken ct)
    {
        var rates = given.Reverse()
            .DistinctBy(r => (r.FromCurrencyCode, r.ToCurrencyCode, r.ValidOn.Value, r.Source)).ToList();
        await using var transaction = await db.BeginOwnAsync(ct);
        await WriteAsync(rates, ct);
        await RecheckQueue.AskAllAsync((NpgsqlConnection)db.Database.GetDbConnection(), clock.GetUtcNow(), ct);
        foreach (var some in rates.Chunk(RatesMax))
        {
            var told = new V1.ExchangeRatesRecorded { ExchangeRates = { some } };
            outbox.Add("exchange-rates", told);
            audit.Add(context, "exchange_rates.put", "exchange_rates", told);
        }
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return rates.Count;
    }

    private async Task WriteAsync(List<V1.ExchangeRate> rates, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
        batch.Add(
            """
            INSERT INTO exchange_rates (from_currency_code, to_currency_code, valid_on, source, rate, recorded_at)
            SELECT *, $6 FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::numeric[])
            ON CONFLICT (from_currency_code, to_currency_code, valid_on, source)
                DO UPDATE SET rate = excluded.rate, recorded_at = excluded.recorded_at
            """)
            .Column(NpgsqlDbType.Text, rates.Select(r => r.FromCurrencyCode).ToArray())
            .Column(NpgsqlDbType.Text, rates.Select(r => r.ToCurrencyCode).ToArray())
            .Column(NpgsqlDbType.Date, rates.Select(r => Amounts.ToDate(r.ValidOn)!.Value).ToArray())
            .Column(NpgsqlDbType.Text, rates.Select(r => r.Source).ToArray())
            .Column(NpgsqlDbType.Numeric, rates.Select(r => RateRules.RateOf(r)!.Value).ToArray())
            .With(clock.GetUtcNow().UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Check(V1.PutExchangeRatesRequest request)
    {
        var check = new InputCheck();
        check.That(request.ExchangeRates.Count is >= 1 and <= RatesMax, "exchange_rates", new(
            $"must hold 1 to {RatesMax} rates", $"汇率数量必须为 1 到 {RatesMax} 条"));
        for (var i = 0; i < Math.Min(request.ExchangeRates.Count, RatesMax); i++)
        {
            foreach (var fault in RateRules.Broken(request.ExchangeRates[i]))
                check.That(false, $"exchange_rates[{i}].{fault.Field}", fault.Text);
        }
        check.ThrowIfAny();
    }
}
