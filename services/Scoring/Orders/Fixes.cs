using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>What could be done about a held order, whether or not it would be enough.</summary>
internal static class Fixes
{
    public static IEnumerable<Fix> Of(Figures now) =>
        now.RatesMissing.Count == 0 ? [.. InMoney(now), .. WithoutMoney(now)] : WithoutMoney(now);

    private static IEnumerable<Fix> InMoney(Figures now)
    {
        var (currency, overdue) = (now.Currency, now.Customer.Overdue.Count == 0 ? 0 : now.OverdueAmount);
        var own = now.Limit is { } limit ? now.Claimed - limit : 0;
        var ofGroup = now.Customer.Group is { } group && now.GroupClaimed is { } claimed ? claimed - group.Limit : 0;
        var excess = Math.Max(own, ofGroup == 0 ? 0 : Math.Max(0, InOwnCurrency(now, ofGroup)));
        var onAccount = Math.Min(Math.Max(0, now.Exposure.Exposure.Unallocated), overdue);
        if (Math.Max(excess, overdue) is > 0 and var pay && pay != overdue)
            yield return Pay(pay, currency);
        if (own > 0)
            yield return Raise(own, currency, now.Customer.Limit.IsTemporaryOn(now.Order.AsOf));
        if (ofGroup > 0)
            yield return RaiseGroup(ofGroup, now.Customer.Group!.Currency);
        if (ReducedTo(now, excess) is > 0 and var value)
            yield return Reduce(value, currency);
        if (onAccount > 0)
            yield return Allocate(onAccount, currency);
        if (overdue > onAccount)
            yield return PayOverdue(overdue - onAccount, currency);
    }

    private static IEnumerable<Fix> WithoutMoney(Figures now)
    {
        var (customer, order) = (now.Customer, now.Order);
        if (customer.Advance < order.AdvanceDue)
            yield return PayAdvance(order.AdvanceDue - customer.Advance, order.Currency);
        if (now.ValidUntil < order.AsOf)
        {
            yield return new(V1.RemedyKind.ExtendLimit,
                f => f.With(f.Customer with
                {
                    Account = f.Customer.Account.As(a => a.ValidUntil = f.Order.AsOf),
                    Group = f.Customer.Group is { } group ? group with { ValidUntil = f.Order.AsOf } : null,
                }),
                new("the limit is reviewed and extended", "复审并延长额度有效期"));
        }
        if (customer.Conditions.Any(c => c.IsDueOn(order.AsOf)))
        {
            yield return new(V1.RemedyKind.MeetConditions, f => f.With(f.Customer with { Conditions = [] }),
                new("the conditions of approval are met", "满足审批条件"));
        }
        if (customer.Covers.Any(c => c.StopShipmentOn <= order.AsOf || c.ValidUntil < order.AsOf))
        {
            yield return new(V1.RemedyKind.RenewCover, f => f.With(f.Customer with
            {
                Covers = [.. f.Customer.Covers.Where(
                    c => !(c.StopShipmentOn <= f.Order.AsOf) && !(c.ValidUntil < f.Order.AsOf))],
            }), new("the cover that has lapsed is renewed", "续期已失效的担保"));
        }
        if (order.Terms is not null)
        {
            yield return new(V1.RemedyKind.AcceptTerms, f => f.With(f.Order with { Terms = null }),
                new("the terms that were granted are accepted", "采用已授予的付款条件"));
        }
        if (customer.Account.ForcedHold || customer.Status == CustomerStatus.Suspended)
        {
            yield return new(V1.RemedyKind.LiftHold, f => f.With(Lifted(f.Customer)),
                new("the hold on the customer is lifted", "解除对该客户的冻结"));
        }
    }

    private static CustomerStanding Lifted(CustomerStanding customer) => customer with
    {
        Account = customer.Account.As(a => a.ForcedHold = false),
        Status = customer.Status == CustomerStatus.Suspended ? CustomerStatus.Active : customer.Status,
    };

    /// <summary>Payments settle what is past due first; only when all of that is paid is nothing old left.</summary>
    private static Figures Paid(Figures figures, decimal amount) => figures.With(figures.Customer with
    {
        Exposures = [.. figures.Customer.Exposures, new(figures.Currency) { Unallocated = amount }],
        Group = figures.Customer.Group is { } group
            ? group with { Exposures = [.. group.Exposures, new(figures.Currency) { Unallocated = amount }] }
            : null,
        Overdue = amount >= figures.OverdueAmount ? [] : figures.Customer.Overdue,
    });

    /// <summary>What is on account settles as much of what is past due, the oldest first.</summary>
    private static Figures Allocated(Figures figures, decimal amount)
    {
        var (left, rest) = (new List<Overdue>(), amount);
        foreach (var part in figures.Customer.Overdue.OrderByDescending(o => o.Days))
        {
            var value = figures.Rates.Find(part.Currency, figures.Currency)?.Of(part.Amount) ?? part.Amount;
            var taken = Math.Min(rest, value);
            rest -= taken;
            if (value > taken)
                left.Add(new(figures.Currency, value - taken, part.Days));
        }
        var moved = new Exposure(figures.Currency) { Receivable = -amount, Unallocated = -amount };
        return figures.With(figures.Customer with
        {
            Exposures = [.. figures.Customer.Exposures, moved],
            Overdue = left,
        });
    }

    /// <summary>
    /// Raises the limit in force, and only that: one that a temporary limit replaces changes nothing.
    /// </summary>
    private static Figures Raised(Figures figures, decimal by)
    {
        var limit = figures.Customer.Limit;
        return figures.With(figures.Customer with
        {
            Limit = limit.IsTemporaryOn(figures.Order.AsOf)
                ? limit with { TemporaryLimit = limit.TemporaryLimit + by }
                : limit with { Limit = limit.Limit + by },
        });
    }

    private static decimal InOwnCurrency(Figures now, decimal amount) =>
        now.Rates.Find(now.Customer.Group!.Currency, now.Currency)?.Of(amount) ?? 0;

    /// <summary>The highest value in the account's currency that limit, order maximum and caps allow.</summary>
    private static decimal? ReducedTo(Figures now, decimal excess)
    {
        var amount = now.OrderAmount!.Value - Math.Max(0, excess);
        if (now.Customer.Account.OrderValueMax is { } max)
            amount = Math.Min(amount, max);
        if (WithinConcentration.Room(now) is { } room && now.OrderInRulesCurrency is > 0 and var value)
        {
            var (added, whole) = (now.AddedAmount!.Value, now.OrderAmount.Value);
            amount = Math.Min(
                amount, whole - added + Math.Round(added * room / value, 2, MidpointRounding.ToZero));
        }

        return amount < now.OrderAmount ? amount : null;
    }

    private static Fix Pay(decimal amount, string currency) => InMoney(V1.RemedyKind.Pay, amount, currency,
        f => Paid(f, amount), said => new($"{said} is paid", $"支付 {said} "));

    private static Fix PayOverdue(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.PayOverdue, amount, currency, f => Paid(f, amount),
            said => new($"the {said} past due is paid", $"付清逾期款项 {said} "));

    private static Fix PayAdvance(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.PayAdvance, amount, currency,
            f => f.With(f.Customer with { Advance = f.Customer.Advance + amount }),
            said => new($"{said} is paid in advance for the order", $"为该订单预付 {said} "));

    private static Fix Allocate(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.Allocate, amount, currency, f => Allocated(f, amount),
            said => new($"{said} on account is allocated to what is past due", $"将账上未核销款项 {said} 核销逾期账款"));

    private static Fix Raise(decimal amount, string currency, bool isTemporary)
    {
        var (which, zh) = isTemporary ? ("temporary limit", "临时额度") : ("limit", "额度");
        return InMoney(V1.RemedyKind.RaiseLimit, amount, currency, f => Raised(f, amount),
            said => new($"the {which} is raised by {said}", $"{zh}提高 {said} "));
    }

    private static Fix RaiseGroup(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.RaiseGroupLimit, amount, currency,
            f => f.With(f.Customer with { Group = f.Customer.Group! with { Limit = f.Customer.Group.Limit + amount } }),
            said => new($"the group's limit is raised by {said}", $"集团额度提高 {said} "));

    private static Fix Reduce(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.ReduceOrder, amount, currency,
            f => Reduced(f, amount, currency),
            said => new($"the order is reduced to {said}", $"将订单金额减至 {said} "));

    private static Figures Reduced(Figures figures, decimal amount, string currency)
    {
        var taken = figures.Rates.Find(figures.Order.Currency, currency)!.Value.Of(figures.Customer.TakenOfOrder);
        return figures.With(figures.Customer with { TakenOfOrder = taken })
            .With(figures.Order with { Amount = amount, Currency = currency });
    }

    private static Fix InMoney(
        V1.RemedyKind kind, decimal amount, string currency, Func<Figures, Figures> apply,
        Func<string, ServiceDefaults.Requests.Text> words) =>
        new(kind, apply, words(Amounts.ForPeople(amount, currency))) { Amount = amount, Currency = currency };
}
