using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders.Checks;

namespace Risk.Scoring.Orders;

/// <summary>
/// What could be done about a held order by days: shorter terms, a later day, or what ends or is renewed.
/// </summary>
internal static class FixesInTime
{
    private const int NamesMax = 3;

    public static IEnumerable<Fix> Of(Figures now, decimal excess) =>
    [
        .. Shorter(now), .. DeliveredLater(now), .. OrderedLater(now), .. Awaited(now, excess),
    ];

    /// <summary>As long as is granted; from the end of the month, as it is asked for, while that leaves days.</summary>
    private static IEnumerable<Fix> Shorter(Figures now)
    {
        if (now.Order.Terms is not { } terms || now.NetDaysMax is not { } max || DaysOf(terms, now.Order) <= max)
            yield break;
        var shorter = terms.Clone();
        shorter.NetDays = 0;
        shorter.NetDays = max - DaysOf(shorter, now.Order);
        if (shorter.NetDays < 0)
            (shorter.NetDays, shorter.EndOfMonth) = (max, false);
        yield return new(V1.RemedyKind.ShortenTerms, f => f.With(f.Order with { Terms = shorter }),
            shorter.EndOfMonth
                ? new($"its terms are {shorter.NetDays} days from the end of the month", $"账期改为月结 {shorter.NetDays} 天")
                : new($"its terms are {shorter.NetDays} days net", $"账期改为 {shorter.NetDays} 天"))
        {
            Days = shorter.NetDays,
        };
    }

    private static int DaysOf(PaymentTerms terms, Order order) => TermsGranted.DaysOf(terms, order.DeliverOn);

    private static IEnumerable<Fix> DeliveredLater(Figures now)
    {
        if (now.Rules.HorizonDays is not { } days || now.Order.Stage == V1.OrderStage.Delivery || now.Counted == 0)
            yield break;
        var day = now.Order.AsOf.AddDays(days + 1);
        yield return new(V1.RemedyKind.DeliverLater, f => f.With(f.Order with { DeliverOn = day }),
            new($"it is delivered on {Said(day)} or later", $"改在 {Said(day)} 或之后交货"))
        {
            OnDate = day,
        };
    }

    /// <summary>On another day what is past due is older by so many days.</summary>
    private static IEnumerable<Fix> OrderedLater(Figures now)
    {
        var (limit, day) = (now.Customer.Limit, now.Order.AsOf);
        if (limit.TemporaryLimit is not { } temporary)
            yield break;
        var amount = Amounts.ForPeople(temporary, limit.Currency);
        if (limit.TemporaryFrom > day)
        {
            yield return On(limit.TemporaryFrom.Value, new(
                $"the temporary limit of {amount} begins", $"临时额度 {amount} 生效之日"));
        }
        else if (limit.IsTemporaryOn(day))
        {
            yield return On(limit.TemporaryUntil!.Value.AddDays(1), new(
                $"the temporary limit of {amount} has ended", $"临时额度 {amount} 到期次日"));
        }

        Fix On(DateOnly later, ServiceDefaults.Requests.Text why) => new(V1.RemedyKind.OrderLater,
            f => f.With(f.Order with { AsOf = later }).With(f.Customer with
            {
                Overdue = [.. f.Customer.Overdue.Select(
                    o => o with { Days = o.Days + later.DayNumber - f.Order.AsOf.DayNumber })],
            }),
            new($"it is ordered from {Said(later)} on, when {why.En}, and what falls due until then is paid",
                $"自{why.Zh}（{Said(later)}）起下单，且届时到期款项均已付清"))
        {
            OnDate = later,
        };
    }

    /// <summary>The fewest reservations of other orders, the first to end first, that make room enough.</summary>
    private static IEnumerable<Fix> Awaited(Figures now, decimal excess)
    {
        if (excess <= 0)
            yield break;
        var (sum, ending) = (0m, new List<EndingReservation>());
        foreach (var reservation in now.Customer.Reservations.Where(r => !now.IsBeyondHorizon(r.DeliverOn)))
        {
            sum += now.Rates.Find(reservation.Currency, now.Currency)?.Of(reservation.Amount) ?? 0;
            ending.Add(reservation);
            if (sum >= excess)
                break;
        }
        if (sum < excess)
            yield break;
        var last = ending[^1];
        var names = string.Join(", ", ending.TakeLast(NamesMax).Select(r => r.Id.Length > 0 ? r.Id : "?"));
        var (amount, at) = (Amounts.ForPeople(sum, now.Currency), Said(last.EndsAt));
        yield return new(V1.RemedyKind.AwaitReservation, f => Without(f, sum), new(
            $"what is reserved for {names} ({amount}) is given back, which happens by {at} UTC unless it is confirmed",
            $"为订单 {names} 预留的 {amount} 获释放（如未确认，最迟于 {at} UTC）"))
        {
            Amount = sum,
            Currency = now.Currency,
            OrderRef = OrderRefs.Of(last.System, last.Id),
            EndsAt = last.EndsAt,
        };
    }

    private static Figures Without(Figures figures, decimal reserved)
    {
        var given = new Exposure(figures.Currency) { Reserved = -reserved };
        return figures.With(figures.Customer with
        {
            Exposures = [.. figures.Customer.Exposures, given],
            Group = figures.Customer.Group is { } group
                ? group with { Exposures = [.. group.Exposures, given] }
                : null,
        });
    }

    /// <summary>What is too old to judge by.</summary>
    public static IEnumerable<Fix> Renewals(Figures now)
    {
        if (now.IsScoreStale)
        {
            yield return new(V1.RemedyKind.RenewScore,
                f => f.With(f.Customer with { ScoredAsOf = new(f.Order.AsOf, default, TimeSpan.Zero) }),
                new("the customer is scored anew and the grade stays", "重新评分且信用等级不变"));
        }
        if (now.StaleRates.Select(r => $"{r.From}/{r.To}").Distinct().ToList() is { Count: > 0 } pairs)
        {
            var said = string.Join(", ", pairs);
            yield return new(V1.RemedyKind.RenewRates, f => f.With(RenewedRates(f)),
                new($"the exchange rate {said} of today is recorded and is about the same", $"录入当日汇率 {said} 且变动不大"));
        }
    }

    private static RateTable RenewedRates(Figures figures) => RateTable.Exactly(
        UsedRate.AllOf(figures).Select(r => new Rate(r.From, r.To, r.Factor, figures.Order.AsOf)));

    private static string Said(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Said(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
