using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Policies;

/// <summary>The limits that other rules would propose, on the facts of today.</summary>
internal static class TriedLimits
{
    private const int AccountsMax = 500;

    public static async Task AddAsync(
        V1.SimulatePolicyResponse response, NpgsqlConnection connection, (OrderRules InForce, OrderRules Tried) rules,
        DateOnly day, CancellationToken ct)
    {
        if (ProposeTheSame(rules.InForce, rules.Tried))
            return;
        var accounts = await AccountsAsync(connection, ct);
        response.Limits = accounts.Count;
        foreach (var account in accounts)
        {
            var facts = await LimitFactsReading.OfAsync(connection, account, new(), day, ct);
            var (before, after) = (Proposed(facts, rules.InForce), Proposed(facts, rules.Tried));
            if (before.Equals(after))
                continue;
            response.LimitFlips.Add(new V1.LimitFlip
            {
                CustomerId = account.CustomerId.ToString(),
                Limit = account.Terms.InForceOn(day) is { } limit
                    ? Amounts.ToMoney(limit, account.CurrencyCode)
                    : null,
                Before = before,
                After = after,
            });
        }
    }

    private static bool ProposeTheSame(OrderRules one, OrderRules other) =>
        one.LimitCombination == other.LimitCombination && one.Currency == other.Currency
        && one.ReferenceMonthsMax == other.ReferenceMonthsMax
        && Array.TrueForAll(Enum.GetValues<V1.Grade>(), grade => one.LimitsFor(grade) == other.LimitsFor(grade));

    private static V1.ProposedLimit Proposed(LimitFacts facts, OrderRules rules)
    {
        var proposal = LimitProposing.Of(facts, rules);
        var proposed = new V1.ProposedLimit { Limit = proposal.Limit, ReviewDue = proposal.ReviewDue };
        if (proposal.HasNetDays)
            proposed.NetDays = proposal.NetDays;
        return proposed;
    }

    private static async Task<List<CreditAccount>> AccountsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"SELECT {AccountRows.Columns} FROM credit_accounts WHERE limit_amount > 0 OR unlimited "
            + "ORDER BY limit_amount DESC, customer_id LIMIT $1").With(AccountsMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var accounts = new List<CreditAccount>();
        while (await reader.ReadAsync(ct))
            accounts.Add(AccountRows.Read(reader));
        return accounts;
    }
}
