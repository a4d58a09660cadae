using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>
/// What would let a held order pass, each alone: only what was tried on the same figures and does pass.
/// </summary>
internal static class Remedies
{
    public static List<V1.Remedy> For(Decision held, RateTable rates)
    {
        var remedies = new List<V1.Remedy>();
        foreach (var (figures, remedy) in Candidates(held.Figures, rates))
        {
            if (Decision.Of(figures()).Outcome == V1.OrderOutcome.Approved)
                remedies.Add(remedy());
        }
        return remedies;
    }

    private static IEnumerable<(Func<Figures> Then, Func<V1.Remedy> Remedy)> Candidates(Figures now, RateTable rates)
    {
        var (customer, order, currency) = (now.Customer, now.Order, now.Currency);
        var isKnown = now.RatesMissing.Count == 0;
        var excess = isKnown && now.Limit is { } limit
            ? now.Exposure.Exposure.Total + now.OrderAmount!.Value - limit
            : 0;
        Figures If(CustomerStanding standing) => Figures.Of(order, standing, rates, now.Rules, now.Now);

        if (isKnown && Math.Max(excess, now.OverdueAmount) is > 0 and var pay && pay != now.OverdueAmount)
            yield return (() => If(Paid(customer, pay, currency, now.OverdueAmount)), () => Pay(pay, currency));
        if (excess > 0)
        {
            yield return (() => If(customer with { Limit = Raised(customer, excess, order.AsOf) }),
                () => Raise(excess, currency, customer.Limit.IsTemporaryOn(order.AsOf)));
        }
        if (isKnown && ReducedTo(now, excess) is > 0 and var value)
        {
            yield return (
                () =>
                    Figures.Of(order with { Amount = value, Currency = currency }, customer, rates, now.Rules, now.Now),
                () => Reduce(value, currency));
        }
        if (isKnown && now.OverdueAmount > 0)
        {
            yield return (() => If(Paid(customer, now.OverdueAmount, currency, now.OverdueAmount)),
                () => PayOverdue(now.OverdueAmount, currency));
        }
        foreach (var candidate in WithoutMoney(now, rates))
            yield return candidate;
    }

    private static IEnumerable<(Func<Figures> Then, Func<V1.Remedy> Remedy)> WithoutMoney(Figures now, RateTable rates)
    {
        var (customer, order) = (now.Customer, now.Order);
        Figures If(CustomerStanding standing) => Figures.Of(order, standing, rates, now.Rules, now.Now);

        if (customer.Account.ValidUntil < order.AsOf)
        {
            yield return (
                () => If(customer with { Account = customer.Account.As(a => a.ValidUntil = order.AsOf) }),
                () => Of(V1.RemedyKind.ExtendLimit, new(
                    "Passes if the limit is reviewed and extended.", "复审并延长额度有效期后即可通过。")));
        }
        if (order.Terms is not null)
        {
            yield return (() => Figures.Of(order with { Terms = null }, customer, rates, now.Rules, now.Now),
                () => Of(V1.RemedyKind.AcceptTerms, new(
                    "Passes on the terms that were granted.", "采用已授予的付款条件即可通过。")));
        }
        if (customer.Account.ForcedHold || customer.Status == Intake.V1.CustomerStatus.Suspended)
        {
            var lifted = customer with
            {
                Account = customer.Account.As(a => a.ForcedHold = false),
                Status = customer.Status == Intake.V1.CustomerStatus.Suspended
                    ? Intake.V1.CustomerStatus.Active
                    : customer.Status,
            };
            yield return (() => If(lifted), () => Of(V1.RemedyKind.LiftHold, new(
                "Passes if the hold on the customer is lifted.", "解除对该客户的冻结后即可通过。")));
        }
    }

    /// <summary>Payments settle what is past due first; only when all of that is paid is nothing old left.</summary>
    private static CustomerStanding Paid(CustomerStanding customer, decimal amount, string currency, decimal overdue)
    {
        var paid = new Exposure(currency) { Unallocated = amount };
        return customer with
        {
            Exposures = [.. customer.Exposures, paid],
            Overdue = amount >= overdue ? [] : customer.Overdue,
        };
    }

    /// <summary>
    /// Raises the limit in force, and only that: one that a temporary limit replaces changes nothing.
    /// </summary>
    private static Credit.LimitTerms Raised(CustomerStanding customer, decimal by, DateOnly day) =>
        customer.Limit.IsTemporaryOn(day)
            ? customer.Limit with { TemporaryLimit = customer.Limit.TemporaryLimit + by }
            : customer.Limit with { Limit = customer.Limit.Limit + by };

    /// <summary>The highest value in the account's currency that both the limit and the order maximum allow.</summary>
    private static decimal? ReducedTo(Figures now, decimal excess)
    {
        var amount = now.OrderAmount!.Value - Math.Max(0, excess);
        if (now.Customer.Account.OrderValueMax is { } max)
            amount = Math.Min(amount, max);
        return amount < now.OrderAmount ? amount : null;
    }

    private static V1.Remedy Pay(decimal amount, string currency) => Of(V1.RemedyKind.Pay, new(
        $"Passes if {Amounts.ForPeople(amount, currency)} is paid.",
        $"支付 {Amounts.ForPeople(amount, currency)} 后即可通过。"), amount, currency);

    private static V1.Remedy Raise(decimal amount, string currency, bool isTemporary)
    {
        var (which, zh) = isTemporary ? ("temporary limit", "临时额度") : ("limit", "额度");
        return Of(V1.RemedyKind.RaiseLimit, new(
            $"Passes if the {which} is raised by {Amounts.ForPeople(amount, currency)}.",
            $"{zh}提高 {Amounts.ForPeople(amount, currency)} 后即可通过。"), amount, currency);
    }

    private static V1.Remedy Reduce(decimal amount, string currency) => Of(V1.RemedyKind.ReduceOrder, new(
        $"Passes if the order is reduced to {Amounts.ForPeople(amount, currency)}.",
        $"订单金额减至 {Amounts.ForPeople(amount, currency)} 即可通过。"), amount, currency);

    private static V1.Remedy PayOverdue(decimal amount, string currency) => Of(V1.RemedyKind.PayOverdue, new(
        $"Passes if the {Amounts.ForPeople(amount, currency)} past due is paid.",
        $"付清逾期款项 {Amounts.ForPeople(amount, currency)} 后即可通过。"), amount, currency);

    private static V1.Remedy Of(
        V1.RemedyKind kind, ServiceDefaults.Requests.Text text, decimal? amount = null, string currency = "") =>
        new()
        {
            Kind = kind,
            Amount = amount is { } money ? Amounts.ToMoney(money, currency) : null,
            Text = new() { En = text.En, Zh = text.Zh },
        };
}
