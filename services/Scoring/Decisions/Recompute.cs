using Risk.Scoring.Concentration;
using Risk.Scoring.Conditions;
using Risk.Scoring.Covers;
using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.Reservations;

namespace Risk.Scoring.Decisions;

/// <summary>Decides a past order anew from what was known then. Pure.</summary>
internal static class Recompute
{
    public static V1.OrderVerdict Of(V1.DecisionInput input, Guid verdictId, Guid customerId, OrderRules rules)
    {
        var (now, order) = (input.DecidedAt.ToDateTimeOffset(), OrderOf(input, customerId));
        var figures = Figures.Of(order, StandingOf(input, customerId, order), RatesOf(input), rules, now);
        var verdict = VerdictContract.Of(Decision.Of(figures), now, verdictId);
        verdict.HoldId = input.HoldId;
        if (input.ReservationId.Length > 0)
            verdict.Reservation = ReservationOf(input, verdictId, figures).ToContract(now);
        return verdict;
    }

    private static Order OrderOf(V1.DecisionInput input, Guid customerId) => new()
    {
        CustomerId = customerId,
        Currency = input.Amount.CurrencyCode,
        Amount = Amounts.ToDecimal(input.Amount),
        AsOf = Amounts.ToDate(input.AsOfDate)!.Value,
        System = input.OrderRef?.System ?? "",
        Id = input.OrderRef?.Id ?? "",
        Terms = input.Terms,
        DeliverOn = Amounts.ToDate(input.DeliverOn),
        IsNotBeforeUnmet = input.NotBeforeUnmet,
        HasParkedEvents = input.FactsBehind,
        ReservationSeconds = input.ReservationSeconds,
        Stage = input.Stage,
        FactsAgeSeconds = input.HasFactsAgeSeconds ? input.FactsAgeSeconds : null,
    };

    private static Reservation ReservationOf(V1.DecisionInput input, Guid verdictId, Figures figures)
    {
        var (order, open) = (figures.Order, figures.Customer.Ordered);
        var seconds = order.ReservationSeconds > 0 ? order.ReservationSeconds : figures.Rules.ReservationSeconds;
        return Reservation.For(order, Guid.Parse(input.ReservationId), verdictId, open, figures.Now, seconds);
    }

    private static CustomerStanding StandingOf(V1.DecisionInput input, Guid customerId, Order order)
    {
        var account = AccountOf(input.Account, customerId);
        return new()
        {
            Account = account,
            Limit = account.Terms,
            Status = input.Status,
            ExcludingRecords = [.. input.ExcludingRecords],
            CustomerAsOf = input.CustomerAsOf?.ToDateTimeOffset(),
            Grade = input.Grade,
            PaymentIndex = input.PaymentIndex is { } index ? Amounts.ToShare(index) : null,
            ScoredAsOf = input.ScoredAsOf?.ToDateTimeOffset(),
            Segment = input.Segment,
            GroupId = input.GroupId.Length > 0 ? Guid.Parse(input.GroupId) : null,
            Exposures = [.. input.Exposures.Select(ExposureOf)],
            Overdue = [.. input.Overdue.Select(
                o => new Overdue(o.Amount.CurrencyCode, Amounts.ToDecimal(o.Amount), o.Days))],
            Earlier = EarlierOf(input.Earlier),
            OpenOfOrder = Amounts.ToShare(input.OpenOfOrder),
            TakenOfOrder = Amounts.ToShare(input.TakenOfOrder),
            Advance = Amounts.ToShare(input.Advance),
            Conditions = [.. input.Conditions.Select(c => ConditionOf(c, customerId))],
            Covers = [.. input.Covers.Select(c => CoverOf(c, customerId))],
            Later = [.. input.Later.Select(l => LaterOf(l, order))],
            Reservations = [.. input.Reservations.Select(ReservationOf)],
            Group = input.GroupLimit is { } limit
                ? new(limit.CurrencyCode, Amounts.ToDecimal(limit), [.. input.GroupExposures.Select(ExposureOf)])
                {
                    ValidUntil = Amounts.ToDate(input.GroupValidUntil),
                    Later = [.. input.GroupLater.Select(l => LaterOf(l, order))],
                }
                : null,
            Portfolio = input.Portfolio is { } portfolio ? PortfolioOf(portfolio) : null,
        };
    }

    private static EarlierDecision? EarlierOf(V1.KnownDecision? known) => known is null
        ? null
        : new(known.Released, Amounts.ToDecimal(known.AmountMax), known.AmountMax.CurrencyCode,
            known.DecidedAt.ToDateTimeOffset())
        {
            IsUsed = known.Used,
            ReviewOn = Amounts.ToDate(known.ReviewOn),
        };

    private static LaterOrders LaterOf(V1.KnownAmount known, Order order) =>
        new(known.Amount.CurrencyCode, Amounts.ToDecimal(known.Amount), order.AsOf.AddDays(known.Days));

    private static EndingReservation ReservationOf(V1.KnownReservation known) => new(
        known.OrderRef?.System ?? "", known.OrderRef?.Id ?? "", known.Amount.CurrencyCode,
        Amounts.ToDecimal(known.Amount), known.EndsAt.ToDateTimeOffset())
    {
        DeliverOn = Amounts.ToDate(known.DeliverOn),
    };

    private static PortfolioStanding PortfolioOf(V1.KnownPortfolio known) => new(
        known.AsOf?.ToDateTimeOffset(), known.Total is { } total ? Amounts.ToShare(total) : null,
        [.. known.Held.Select(h => new HeldShare(
            h.Dimension, h.Value, h.Amount is { } amount ? Amounts.ToShare(amount) : null))]);

    private static CreditAccount AccountOf(V1.CreditAccount known, Guid customerId)
    {
        var account = new CreditAccount
        {
            CustomerId = customerId,
            CurrencyCode = known.CurrencyCode,
            RiskiestMethod = known.RiskiestPaymentMethod,
            OrderValueMax = AmountOf(known.OrderValueMax),
            ForcedHold = known.ForcedHold,
            DunningLevel = known.DunningLevel,
            ChangedAt = known.ChangedAt.ToDateTimeOffset(),
        };
        account.Write(new()
        {
            Currency = known.CurrencyCode,
            Limit = AmountOf(known.Limit) ?? 0,
            Unlimited = known.Unlimited,
            TemporaryLimit = AmountOf(known.TemporaryLimit?.Limit),
            TemporaryFrom = Amounts.ToDate(known.TemporaryLimit?.From),
            TemporaryUntil = Amounts.ToDate(known.TemporaryLimit?.Until),
            GroupLimit = AmountOf(known.GroupLimit),
            ValidUntil = Amounts.ToDate(known.ValidUntil),
            NetDaysMax = known.HasNetDaysMax ? known.NetDaysMax : null,
        });
        return account;
    }

    private static decimal? AmountOf(Types.V1.Money? money) => money is null ? null : Amounts.ToDecimal(money);

    private static Exposure ExposureOf(V1.KnownExposure known) => new(known.Exposure.CurrencyCode)
    {
        Reserved = Amounts.ToShare(known.Exposure.Reserved),
        OpenOrders = Amounts.ToShare(known.Exposure.OpenOrders),
        Delivered = Amounts.ToShare(known.Exposure.Delivered),
        Receivable = Amounts.ToShare(known.Exposure.Receivable),
        Drafts = Amounts.ToShare(known.Exposure.Drafts),
        Unallocated = Amounts.ToShare(known.Exposure.Unallocated),
        Disputed = Amounts.ToShare(known.Exposure.Disputed),
        AsOf = known.AsOf.ToDateTimeOffset(),
    };

    private static Condition ConditionOf(V1.Condition known, Guid customerId) => new()
    {
        ConditionId = Guid.Parse(known.ConditionId),
        CustomerId = customerId,
        Text = known.Text,
        DueOn = Amounts.ToDate(known.DueOn),
        AddedAt = known.AddedAt.ToDateTimeOffset(),
    };

    private static Cover CoverOf(V1.Cover known, Guid customerId) => new()
    {
        CoverId = Guid.Parse(known.CoverId),
        CustomerId = customerId,
        Kind = known.Kind,
        Provider = known.Provider,
        CurrencyCode = known.Amount.CurrencyCode,
        Amount = Amounts.ToDecimal(known.Amount),
        Share = Amounts.ToShare(known.Share),
        ValidUntil = Amounts.ToDate(known.ValidUntil),
        StopShipmentOn = Amounts.ToDate(known.StopShipmentOn),
        Reference = "",
        RecordedAt = known.RecordedAt.ToDateTimeOffset(),
    };

    private static RateTable RatesOf(V1.DecisionInput input) => input.Rates.Count == 0
        ? RateTable.Empty
        : RateTable.Exactly(input.Rates.Select(r => new Rate(
            r.FromCurrencyCode, r.ToCurrencyCode, Amounts.ToShare(r.Factor), Amounts.ToDate(r.ValidOn)!.Value)));
}
