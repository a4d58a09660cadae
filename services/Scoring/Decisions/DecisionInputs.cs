using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.Concentration;
using Risk.Scoring.Covers;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Decimal = Risk.Types.V1.Decimal;

namespace Risk.Scoring.Decisions;

/// <summary>
/// Writes down what an order is decided from: as little as the verdict follows from. What is 0, empty or the same as in
/// the account is left out.
/// </summary>
internal static class DecisionInputs
{
    public static V1.DecisionInput Of(Figures figures, V1.OrderVerdict verdict)
    {
        var (order, customer) = (figures.Order, figures.Customer);
        var input = new V1.DecisionInput
        {
            Amount = Amounts.ToMoney(order.Amount, order.Currency),
            OrderRef = OrderRefs.Of(order.System, order.Id),
            AsOfDate = Amounts.ToContract(order.AsOf),
            Terms = order.Terms,
            DeliverOn = order.DeliverOn is { } day ? Amounts.ToContract(day) : null,
            NotBeforeUnmet = order.IsNotBeforeUnmet,
            FactsBehind = order.HasParkedEvents,
            ReservationSeconds = order.ReservationSeconds,
            Stage = order.Stage,
            DecidedAt = Timestamp.FromDateTimeOffset(figures.Now),
            RulesVersion = figures.Rules.Version,
            ReservationId = verdict.Reservation?.ReservationId ?? "",
            HoldId = verdict.HoldId,
            Account = AccountOf(customer),
        };
        if (order.FactsAgeSeconds is { } age)
            input.FactsAgeSeconds = age;
        AddCustomer(input, customer);
        AddMoney(input, customer, order);
        if (verdict.Outcome is V1.OrderOutcome.Held or V1.OrderOutcome.NotEvaluated)
            input.Reservations.AddRange(customer.Reservations.Select(Known));
        input.Rates.AddRange(UsedRate.AllOf(figures).Select(r => new V1.KnownRate
        {
            FromCurrencyCode = r.From,
            ToCurrencyCode = r.To,
            Factor = Exactly(r.Factor),
            ValidOn = Amounts.ToContract(r.ValidOn),
        }));
        return input;
    }

    private static V1.CreditAccount AccountOf(CustomerStanding customer)
    {
        var (account, terms) = (customer.Account, customer.Limit);
        var known = new V1.CreditAccount
        {
            CurrencyCode = terms.Currency,
            Limit = Money(terms.Limit, terms.Currency),
            Unlimited = terms.Unlimited,
            TemporaryLimit = terms.TemporaryToContract(),
            GroupLimit = terms.GroupLimit is { } ofGroup ? Amounts.ToMoney(ofGroup, terms.Currency) : null,
            RiskiestPaymentMethod = account.RiskiestMethod,
            ValidUntil = account.ValidUntil is { } until ? Amounts.ToContract(until) : null,
            OrderValueMax = account.OrderValueMax is { } max ? Amounts.ToMoney(max, terms.Currency) : null,
            ForcedHold = account.ForcedHold,
            DunningLevel = account.DunningLevel,
            ChangedAt = Timestamp.FromDateTimeOffset(account.ChangedAt),
        };
        if (account.NetDaysMax is { } days)
            known.NetDaysMax = days;
        return known;
    }

    private static void AddCustomer(V1.DecisionInput input, CustomerStanding customer)
    {
        input.Status = customer.Status;
        input.ExcludingRecords.AddRange(customer.ExcludingRecords);
        input.CustomerAsOf = TimeOf(customer.CustomerAsOf);
        input.Grade = customer.Grade;
        input.PaymentIndex = customer.PaymentIndex is { } index ? Exactly(index) : null;
        input.ScoredAsOf = TimeOf(customer.ScoredAsOf);
        input.Segment = customer.Segment;
        input.GroupId = customer.GroupId?.ToString() ?? "";
        input.Conditions.AddRange(customer.Conditions.Select(c => new V1.Condition
        {
            ConditionId = c.ConditionId.ToString(),
            Text = c.Text,
            DueOn = c.DueOn is { } due ? Amounts.ToContract(due) : null,
            AddedAt = Timestamp.FromDateTimeOffset(c.AddedAt),
        }));
        input.Covers.AddRange(customer.Covers.Select(CoverOf));
        if (customer.Earlier is { } earlier)
        {
            input.Earlier = new()
            {
                Released = earlier.Released,
                AmountMax = Amounts.ToMoney(earlier.AmountMax, earlier.Currency),
                DecidedAt = Timestamp.FromDateTimeOffset(earlier.DecidedAt),
                Used = earlier.IsUsed,
                ReviewOn = earlier.ReviewOn is { } review ? Amounts.ToContract(review) : null,
            };
        }
    }

    private static V1.Cover CoverOf(Cover cover) => new()
    {
        CoverId = cover.CoverId.ToString(),
        Kind = cover.Kind,
        Provider = cover.Provider,
        Amount = Amounts.ToMoney(cover.Amount, cover.CurrencyCode),
        Share = Exactly(cover.Share),
        ValidUntil = cover.ValidUntil is { } until ? Amounts.ToContract(until) : null,
        StopShipmentOn = cover.StopShipmentOn is { } stop ? Amounts.ToContract(stop) : null,
        RecordedAt = Timestamp.FromDateTimeOffset(cover.RecordedAt),
    };

    private static void AddMoney(V1.DecisionInput input, CustomerStanding customer, Order order)
    {
        input.Exposures.AddRange(customer.Exposures.Select(Known));
        input.Overdue.AddRange(customer.Overdue.Select(o => Known(o.Amount, o.Currency, o.Days)));
        input.Later.AddRange(customer.Later.Select(
            l => Known(l.Amount, l.Currency, l.DeliverOn.DayNumber - order.AsOf.DayNumber)));
        input.OpenOfOrder = NotZero(customer.OpenOfOrder);
        input.TakenOfOrder = NotZero(customer.TakenOfOrder);
        input.Advance = NotZero(customer.Advance);
        input.Portfolio = customer.Portfolio is { } portfolio ? Known(portfolio) : null;
        if (customer.Group is not { } group)
            return;
        input.GroupLimit = Amounts.ToMoney(group.Limit, group.Currency);
        input.GroupExposures.AddRange(group.Exposures.Select(Known));
        input.GroupValidUntil = group.ValidUntil is { } until ? Amounts.ToContract(until) : null;
        input.GroupLater.AddRange(group.Later.Select(
            l => Known(l.Amount, l.Currency, l.DeliverOn.DayNumber - order.AsOf.DayNumber)));
    }

    private static V1.KnownPortfolio Known(PortfolioStanding portfolio) => new()
    {
        AsOf = TimeOf(portfolio.AsOf),
        Total = portfolio.Total is { } total ? Exactly(total) : null,
        Held =
        {
            portfolio.Held.Select(h => new V1.KnownShare
            {
                Dimension = h.Dimension,
                Value = h.Value,
                Amount = h.Amount is { } amount ? Exactly(amount) : null,
            }),
        },
    };

    private static V1.KnownReservation Known(EndingReservation reservation) => new()
    {
        OrderRef = OrderRefs.Of(reservation.System, reservation.Id),
        Amount = Amounts.ToMoney(reservation.Amount, reservation.Currency),
        EndsAt = Timestamp.FromDateTimeOffset(reservation.EndsAt),
        DeliverOn = reservation.DeliverOn is { } day ? Amounts.ToContract(day) : null,
    };

    private static V1.KnownExposure Known(Exposure exposure) => new()
    {
        Exposure = new()
        {
            CurrencyCode = exposure.Currency,
            Reserved = NotZero(exposure.Reserved),
            OpenOrders = NotZero(exposure.OpenOrders),
            Delivered = NotZero(exposure.Delivered),
            Receivable = NotZero(exposure.Receivable),
            Drafts = NotZero(exposure.Drafts),
            Unallocated = NotZero(exposure.Unallocated),
            Disputed = NotZero(exposure.Disputed),
        },
        AsOf = Timestamp.FromDateTimeOffset(exposure.AsOf),
    };

    private static V1.KnownAmount Known(decimal amount, string currency, int days) =>
        new() { Amount = Amounts.ToMoney(amount, currency), Days = days };

    private static Types.V1.Money? Money(decimal amount, string currency) =>
        amount == 0 ? null : Amounts.ToMoney(amount, currency);

    private static Decimal? NotZero(decimal amount) => amount == 0 ? null : Exactly(amount);

    private static Decimal Exactly(decimal number) => new() { Value = number.ToString(CultureInfo.InvariantCulture) };

    private static Timestamp? TimeOf(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;
}
