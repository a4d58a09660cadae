using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.ProvisionRules;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>Works expected losses and loss allowances out; keeps nothing.</summary>
internal sealed partial class ExpectedLossesService(ScoringDb db, LossRulesInForce rulesInForce, TimeProvider clock)
    : V1.ExpectedLossesService.ExpectedLossesServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>Everything is read as it was at one moment, however many statements it takes.</summary>
    private Task<IDbContextTransaction> BeginReadingAsync(CancellationToken ct) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    /// <summary>Within the reading transaction.</summary>
    private async Task<LossBasis> BasisAsync(string currency, CancellationToken ct)
    {
        if (currency.Length > 0 && !AccountInput.IsCurrency(currency))
        {
            throw Refuse.Invalid("currency_code", new(
                "is not an ISO 4217 code such as CNY", "不是 ISO 4217 货币代码，例如 CNY"));
        }
        var now = clock.GetUtcNow();
        var rules = await rulesInForce.NowAsync(Connection, ct);
        var rates = await KnownRates.OnAsync(Connection, DateOnly.FromDateTime(now.UtcDateTime), ct);
        return new(rules, new(currency.Length > 0 ? currency : rules.Currency, rates), now);
    }

    /// <summary>Alone, so that the rates that are named are those of this customer.</summary>
    private static V1.ExpectedLoss Reckoned(CustomerLosses customer, LossBasis basis)
    {
        var own = basis with { Money = basis.Money.Anew() };
        var told = LossReckoning.Of(customer, own.Rules, own.Money).ToContract(own);
        told.Rates.AddRange(own.RatesUsed);
        return told;
    }
}
