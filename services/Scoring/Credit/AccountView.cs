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
    private RateTable rates = RateTable.Empty;

    /// <summary>Two round trips, however many accounts.</summary>
    public async Task<List<V1.CreditAccount>> OfAsync(IReadOnlyList<CreditAccount> accounts, CancellationToken ct)
    {
        await LoadAsync([.. accounts.Select(a => a.CustomerId)], ct);
        if (accounts.Any(a => exposures.GetValueOrDefault(a.CustomerId, []).Exists(e => e.Currency != a.CurrencyCode)))
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
        if (account.Terms.InForceOn(day) is { } limit)
            view.Available = Amounts.ToMoney(limit - total.Exposure.Total, account.CurrencyCode);
        return view;
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
    }

    private static List<T> ListOf<T>(Dictionary<Guid, List<T>> lists, Guid key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
