using Npgsql;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>Who the account is of and how good, as scores and master data say.</summary>
internal sealed record AccountHolder(string LegalName, V1.Grade Grade, string ScoreId);

/// <summary>Puts an account together with name, grade, exposure, ageing and what is available, as of a day.</summary>
internal sealed class AccountView(NpgsqlConnection connection, DateOnly day)
{
    private readonly Dictionary<Guid, AccountHolder> holders = [];
    private readonly Dictionary<Guid, List<Exposure>> exposures = [];
    private readonly Dictionary<Guid, List<V1.Ageing>> ageing = [];
    private readonly Dictionary<Guid, List<(V1.CoverKind Kind, string Currency, decimal Value)>> covers = [];
    private RateTable rates = RateTable.Empty;

    /// <summary>Two round trips, however many accounts.</summary>
    public async Task<List<V1.CreditAccount>> OfAsync(IReadOnlyList<CreditAccount> accounts, CancellationToken ct)
    {
        await LoadAsync([.. accounts.Select(a => a.CustomerId)], ct);
        if (accounts.Any(a => exposures.GetValueOrDefault(a.CustomerId, []).Exists(e => e.Currency != a.CurrencyCode)
            || covers.GetValueOrDefault(a.CustomerId, []).Exists(c => c.Currency != a.CurrencyCode)))
            rates = await KnownRates.OnAsync(connection, day, ct);
        return [.. accounts.Select(View)];
    }

    private V1.CreditAccount View(CreditAccount account)
    {
        var view = account.ToContract(day);
        if (holders.TryGetValue(account.CustomerId, out var holder))
            (view.LegalName, view.Grade, view.ScoreId) = (holder.LegalName, holder.Grade, holder.ScoreId);
        var inEach = exposures.GetValueOrDefault(account.CustomerId, []);
        view.ExposuresByCurrency.AddRange(inEach.Select(e => e.ToContract()));
        view.Ageing.AddRange(ageing.GetValueOrDefault(account.CustomerId, []));
        var total = TotalExposure.Of(inEach, account.CurrencyCode, rates);
        view.RatesMissing.AddRange(total.RatesMissing);
        if (total.RatesMissing.Count > 0)
            return view;
        view.Exposure = total.Exposure.ToContract();
        view.Covered = Covered(account, Math.Max(0, total.Exposure.Total));
        if (account.Terms.InForceOn(day) is { } limit)
            view.Available = Amounts.ToMoney(limit - total.Exposure.Total, account.CurrencyCode);
        return view;
    }

    /// <summary>Insurance counts first; null when a cover is in a currency without a rate.</summary>
    private V1.CoveredExposure? Covered(CreditAccount account, decimal gross)
    {
        var (insured, otherwise) = (0m, 0m);
        foreach (var (kind, currency, value) in covers.GetValueOrDefault(account.CustomerId, []))
        {
            if (rates.Find(currency, account.CurrencyCode) is not { } rate)
                return null;
            if (kind == V1.CoverKind.CreditInsurance)
                insured += rate.Of(value);
            else
                otherwise += rate.Of(value);
        }
        insured = Math.Min(gross, Math.Round(insured, 4));
        otherwise = Math.Min(gross - insured, Math.Round(otherwise, 4));
        return new()
        {
            Gross = Amounts.ToContract(gross),
            Insured = Amounts.ToContract(insured),
            OtherwiseCovered = Amounts.ToContract(otherwise),
            Net = Amounts.ToContract(gross - insured - otherwise),
        };
    }

    private async Task LoadAsync(Guid[] customers, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT c.customer_id, c.legal_name, coalesce(g.grade, 0::smallint), g.score_id FROM customers c "
            + "LEFT JOIN LATERAL score_on(c.customer_id, $2) g ON true WHERE c.customer_id = ANY ($1)")
            .With(customers).With(day);
        batch.Add("SELECT customer_id, currency_code, reserved, open_orders, delivered, receivable, drafts, "
            + "unallocated, disputed, as_of FROM exposures WHERE customer_id = ANY ($1) "
            + "ORDER BY customer_id, currency_code").With(customers);
        AgeingQuery.Add(batch, customers, day);
        batch.Add("SELECT customer_id, kind, currency_code, amount * share FROM covers WHERE customer_id = ANY ($1) "
            + "AND ended_at IS NULL AND coalesce(valid_until, 'infinity'::date) >= $2 "
            + "AND coalesce(stop_shipment_on, 'infinity'::date) > $2").With(customers).With(day);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            holders[reader.GetGuid(0)] = new(reader.GetString(1), (V1.Grade)reader.GetInt16(2),
                reader.Nullable<Guid>(3)?.ToString() ?? "");
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            ListOf(exposures, reader.GetGuid(0)).Add(LedgerReading.ReadExposure(reader, 1));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            ListOf(ageing, reader.GetGuid(0)).Add(AgeingQuery.Read(reader));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ListOf(covers, reader.GetGuid(0)).Add(
                ((V1.CoverKind)reader.GetInt16(1), reader.GetString(2), reader.GetDecimal(3)));
        }
    }

    private static List<T> ListOf<T>(Dictionary<Guid, List<T>> lists, Guid key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
