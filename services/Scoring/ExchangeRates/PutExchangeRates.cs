using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Credit;
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
    private const decimal RateMax = 1_000_000_000_000m;

    /// <summary>Records rates; one of the same pair, day and source is replaced.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Integrator | Role.Administrator)]
    public override async Task<V1.PutExchangeRatesResponse> PutExchangeRates(
        V1.PutExchangeRatesRequest request, ServerCallContext context)
    {
        Check(request);
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        // Of one pair, day and source given twice the last counts.
        var rates = request.ExchangeRates.Reverse()
            .DistinctBy(r => (r.FromCurrencyCode, r.ToCurrencyCode, r.ValidOn.Value, r.Source)).ToList();
        await WriteAsync(rates, ct);
        await RecheckQueue.AskAllAsync((NpgsqlConnection)db.Database.GetDbConnection(), clock.GetUtcNow(), ct);
        outbox.Add("exchange-rates", new V1.ExchangeRatesRecorded { ExchangeRates = { rates } });
        audit.Add(context, "exchange_rates.put", "exchange_rates", request);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return new() { Recorded = rates.Count };
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
            .Column(NpgsqlDbType.Numeric, rates.Select(r => RateOf(r)!.Value).ToArray())
            .With(clock.GetUtcNow().UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Check(V1.PutExchangeRatesRequest request)
    {
        var check = new InputCheck();
        check.That(request.ExchangeRates.Count is >= 1 and <= RatesMax, "exchange_rates", new(
            $"gives not 1 to {RatesMax} rates", $"汇率数量必须为 1 到 {RatesMax} 条"));
        for (var i = 0; i < Math.Min(request.ExchangeRates.Count, RatesMax); i++)
        {
            var (rate, field) = (request.ExchangeRates[i], $"exchange_rates[{i}]");
            check.That(AccountInput.IsCurrency(rate.FromCurrencyCode), field + ".from_currency_code", NoCurrency);
            check.That(AccountInput.IsCurrency(rate.ToCurrencyCode) && rate.ToCurrencyCode != rate.FromCurrencyCode,
                field + ".to_currency_code", NoCurrency);
            check.That(RateOf(rate) is > 0 and < RateMax, field + ".rate", new(
                "is not a number above 0 in plain notation", "不是大于 0 的普通数字"));
            check.That(AccountInput.IsDay(rate.ValidOn), field + ".valid_on", new(
                "is not a day such as 2026-01-31", "不是有效日期，例如 2026-01-31"));
            check.That(rate.Source.Length is >= 1 and <= 64, field + ".source", new(
                "has not 1 to 64 characters", "长度必须为 1 到 64 个字符"));
        }
        check.ThrowIfAny();
    }

    private static Text NoCurrency { get; } = new(
        "is not an ISO 4217 code other than that of the other currency", "不是有效的 ISO 4217 货币代码，或两种货币相同");

    private static decimal? RateOf(V1.ExchangeRate rate) =>
        decimal.TryParse(rate.Rate?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && Math.Round(value, 12) > 0
            ? Math.Round(value, 12)
            : null;
}
