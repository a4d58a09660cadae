using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>What could be done about a held order, whether or not it would be enough.</summary>
internal static class Fixes
{
    public static IEnumerable<Fix> Of(Figures now)
    {
        var excess = now.RatesMissing.Count == 0 ? ExcessOf(now) : 0;
        return
        [
            .. now.RatesMissing.Count == 0 ? InMoney(now, excess) : [], .. WithoutMoney(now),
            .. FixesInTime.Of(now, excess),
        ];
    }

    /// <summary>What the order is over the customer's limit or its group's, in the account's currency.</summary>
    private static decimal ExcessOf(Figures now) =>
        Math.Max(0, Math.Max(OverOwnLimit(now), InOwnCurrency(now, OverGroupLimit(now))));

    private static decimal OverOwnLimit(Figures now) => now.Limit is { } limit ? now.Claimed - limit : 0;

    private static decimal OverGroupLimit(Figures now) =>
        now.Customer.Group is { } group && now.GroupClaimed is { } claimed ? Math.Max(0, claimed - group.Limit) : 0;

    private static IEnumerable<Fix> InMoney(Figures now, decimal excess)
    {
        var (currency, least, overdue) = (now.Currency, Payments.LeastToPay(now), Payments.OverdueOf(now));
        var (needed, onAccount) = (Math.Max(excess, least), Math.Max(0, now.Exposure.Exposure.Unallocated));
        if (excess > 0 && (least == 0 || onAccount > 0 || needed > overdue))
            yield return Pay(needed, currency);
        if (OverOwnLimit(now) is > 0 and var own)
            yield return Raise(own, currency, now.Customer.Limit.IsTemporaryOn(now.Order.AsOf));
        if (OverGroupLimit(now) is > 0 and var ofGroup)
            yield return RaiseGroup(ofGroup, now.Customer.Group!.Currency);
        if (ReducedTo(now, excess) is > 0 and var value)
            yield return Reduce(value, currency);
        if (CoverLacking(now) is > 0 and var lacking)
            yield return AddCover(lacking, currency);
        if (least > 0 && onAccount > 0)
            yield return Allocated(now, Math.Min(onAccount, Payments.LeastToAllocate(now)));
        else if (least > 0 && needed <= overdue)
            yield return PayOverdue(needed, currency);
    }

    /// <summary>What is on account goes first; the rest of what has to be settled is paid.</summary>
    private static Fix Allocated(Figures now, decimal amount)
    {
        var (allocate, rest) =
            (Allocate(amount, now.Currency), Payments.LeastToPay(Payments.Allocated(now, amount)));
        return rest == 0 ? allocate : Fix.Joined(allocate, PayOverdue(rest, now.Currency));
    }

    private static decimal CoverLacking(Figures now) =>
        now.For(V1.OrderCheck.Cover)?.CoverShareMin is { } share
            ? Math.Ceiling(((share * now.Claimed) - now.Covered) * 100) / 100
            : 0;

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
                new("the limit is reviewed and extended", "复审并延长额度有效期"))
            {
                OnDate = order.AsOf,
            };
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
            }), new("the cover that has lapsed is renewed", "将已失效的信用保障续期"));
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
        amount == 0 ? 0 : now.Rates.Find(now.Customer.Group!.Currency, now.Currency)?.Of(amount) ?? 0;

    /// <summary>The highest value in the account's currency that limit, order maximum and caps allow.</summary>
    private static decimal? ReducedTo(Figures now, decimal excess)
    {
        var amount = now.OrderAmount!.Value - Math.Max(0, excess);
        if (now.OrderValueMax is { } max)
            amount = Math.Min(amount, max);
        if (now.For(V1.OrderCheck.Cover)?.CoverShareMin is > 0 and var share)
            amount = Math.Min(amount, now.OrderAmount.Value - now.Claimed + Floor(now.Covered / share));
        if (WithinConcentration.Room(now) is { } room && now.OrderInRulesCurrency is > 0 and var value)
        {
            var (added, whole) = (now.AddedAmount!.Value, now.OrderAmount.Value);
            amount = Math.Min(
                amount, whole - added + Math.Round(added * room / value, 2, MidpointRounding.ToZero));
        }

        return amount < now.OrderAmount ? amount : null;
    }

    private static Fix Pay(decimal amount, string currency) => InMoney(V1.RemedyKind.Pay, amount, currency,
        f => Payments.Paid(f, amount), said => new($"{said} is paid", $"支付 {said}"));

    private static Fix PayOverdue(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.PayOverdue, amount, currency, f => Payments.Paid(f, amount),
            said => new($"{said} of what is past due is paid, the oldest first", $"按到期先后支付逾期款项 {said}"));

    private static Fix PayAdvance(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.PayAdvance, amount, currency,
            f => f.With(f.Customer with { Advance = f.Customer.Advance + amount }),
            said => new($"{said} is paid in advance for the order", $"为该订单支付预收款 {said}"));

    private static Fix Allocate(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.Allocate, amount, currency, f => Payments.Allocated(f, amount),
            said => new($"{said} on account is allocated to what is past due", $"以未核销收款 {said} 核销逾期应收账款"));

    private static Fix Raise(decimal amount, string currency, bool isTemporary)
    {
        var (which, zh) = isTemporary ? ("temporary limit", "临时额度") : ("limit", "额度");
        return InMoney(V1.RemedyKind.RaiseLimit, amount, currency, f => Raised(f, amount),
            said => new($"the {which} is raised by {said}", $"{zh}提高 {said}"));
    }

    private static Fix RaiseGroup(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.RaiseGroupLimit, amount, currency,
            f => f.With(f.Customer with { Group = f.Customer.Group! with { Limit = f.Customer.Group.Limit + amount } }),
            said => new($"the group's limit is raised by {said}", $"集团额度提高 {said}"));

    private static Fix Reduce(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.ReduceOrder, amount, currency,
            f => Reduced(f, amount, currency),
            said => new($"the order is reduced to {said}", $"将订单金额减至 {said}"));

    private static Fix AddCover(decimal amount, string currency) =>
        InMoney(V1.RemedyKind.AddCover, amount, currency, f => Covered(f, amount),
            said => new($"covers of {said} more after haircut are recorded", $"新增折算后价值为 {said} 的信用保障"));

    private static Figures Covered(Figures figures, decimal amount) => figures.With(figures.Customer with
    {
        Covers =
        [
            .. figures.Customer.Covers,
            new()
            {
                CoverId = Guid.Empty,
                CustomerId = figures.Order.CustomerId,
                Kind = V1.CoverKind.Deposit,
                Provider = "",
                CurrencyCode = figures.Currency,
                Amount = amount,
                Share = 1,
                Reference = "",
            },
        ],
    });

    private static decimal Floor(decimal amount) => Math.Round(amount, 2, MidpointRounding.ToZero);

    private static Figures Reduced(Figures figures, decimal amount, string currency)
    {
        var reduced = figures.Order.Currency == currency
            ? amount
            : Floor(figures.Order.Amount * amount / figures.OrderAmount!.Value);
        return figures.With(figures.Order with { Amount = reduced });
    }

    private static Fix InMoney(
        V1.RemedyKind kind, decimal amount, string currency, Func<Figures, Figures> apply,
        Func<string, ServiceDefaults.Requests.Text> words) =>
        new(kind, apply, words(Amounts.ForPeople(amount, currency))) { Amount = amount, Currency = currency };
}
