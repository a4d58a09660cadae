using Npgsql;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>Who the account is of and how good, as scores and master data say.</summary>
internal sealed record AccountHolder(string LegalName, V1.Grade Grade, string ScoreId);

/// <summary>A cover that has not lapsed; stopped when its stop-shipment date has come.</summary>
internal sealed record AccountCover(Guid Id, V1.CoverKind Kind, string Currency, decimal Value, bool IsStopped);

/// <summary>Puts an account together with name, grade, exposure, ageing and what is available, as of a day.</summary>
internal sealed class AccountView(NpgsqlConnection connection, DateOnly day)
{
    private readonly Dictionary<Guid, AccountHolder> holders = [];
    private readonly Dictionary<Guid, List<Exposure>> exposures = [];
    private readonly Dictionary<Guid, List<V1.Ageing>> ageing = [];
    private readonly Dictionary<Guid, List<V1.DueBand>> bands = [];
    private readonly Dictionary<Guid, List<AccountCover>> covers = [];
    private readonly Dictionary<Guid, List<(string Currency, decimal Amount)>> shippedBefore = [];
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
        view.DueBands.AddRange(bands.GetValueOrDefault(account.CustomerId, []));
        var total = TotalExposure.Of(inEach, account.CurrencyCode, rates);
        view.RatesMissing.AddRange(total.RatesMissing);
        if (total.RatesMissing.Count > 0)
            return view;
        view.Exposure = total.Exposure.ToContract();
        view.Covered = Covered(account, total.Exposure);
        if (account.Terms.InForceOn(day) is { } limit)
            view.Available = Amounts.ToMoney(limit - total.Exposure.Total, account.CurrencyCode);
        return view;
    }

    /// <summary>Null when a cover, or what it covers, is in a currency without a rate.</summary>
    private V1.CoveredExposure? Covered(CreditAccount account, Exposure total)
    {
        var standing = new List<StandingCover>();
        foreach (var cover in covers.GetValueOrDefault(account.CustomerId, []))
        {
            if (InCurrencyOf(account, [(cover.Currency, cover.Value)]) is not { } value)
                return null;
            decimal? shipped = null;
            if (cover.IsStopped)
            {
                shipped = InCurrencyOf(account, shippedBefore.GetValueOrDefault(cover.Id, []));
                if (shipped is null)
                    return null;
            }
            standing.Add(new(cover.Kind == V1.CoverKind.CreditInsurance, value, shipped));
        }
        return CoveredStages.Of(total, standing);
    }

    private decimal? InCurrencyOf(CreditAccount account, List<(string Currency, decimal Amount)> amounts) =>
        amounts.Aggregate((decimal?)0, (sum, a) => sum + rates.Find(a.Currency, account.CurrencyCode)?.Of(a.Amount));

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
        DueBandQuery.Add(batch, customers, day);
        batch.Add("SELECT customer_id, cover_id, kind, currency_code, amount * share, "
            + "coalesce(stop_shipment_on <= $2, false) FROM covers WHERE customer_id = ANY ($1) "
            + "AND ended_at IS NULL AND coalesce(valid_until, 'infinity'::date) >= $2").With(customers).With(day);
        batch.Add(
            """
            SELECT c.cover_id, l.currency_code, sum(l.open_amount) FROM covers c JOIN ledger_lines l USING (customer_id)
            WHERE c.customer_id = ANY ($1) AND c.ended_at IS NULL AND c.stop_shipment_on <= $2
                AND l.stage IN (3, 4, 5) AND l.open_amount > 0 AND l.issued_on < c.stop_shipment_on
            GROUP BY c.cover_id, l.currency_code
            """).With(customers).With(day);
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
            ListOf(bands, reader.GetGuid(0)).Add(DueBandQuery.Read(reader));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ListOf(covers, reader.GetGuid(0)).Add(new(reader.GetGuid(1), (V1.CoverKind)reader.GetInt16(2),
                reader.GetString(3), reader.GetDecimal(4), reader.GetBoolean(5)));
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            ListOf(shippedBefore, reader.GetGuid(0)).Add((reader.GetString(1), reader.GetDecimal(2)));
    }

    private static List<T> ListOf<T>(Dictionary<Guid, List<T>> lists, Guid key) =>
        lists.TryGetValue(key, out var list) ? list : lists[key] = [];
}
