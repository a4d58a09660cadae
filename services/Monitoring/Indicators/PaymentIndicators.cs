using Risk.Monitoring.Receivables;

namespace Risk.Monitoring.Indicators;

/// <summary>
/// How the customer pays. Within a currency amounts weigh, currencies by their number of items: no exchange rate can
/// change how somebody pays. The definitions are those of the scorecard's features of the same names.
/// </summary>
internal static class PaymentIndicators
{
    private const int YearMonths = 12;
    private const int QuarterDays = 90;

    public static readonly IReadOnlyList<IndicatorDefinition> All =
    [
        new()
        {
            Name = "days_beyond_terms",
            Text = new("Days beyond terms", "平均逾期天数"),
            Unit = "days", Decimals = 1,
            Formula = "days after the due day, early ones as 0, weighted by amount; of what was paid within 12 months "
                + "and of what is past due and unpaid",
            Compute = DaysBeyondTerms,
        },
        new()
        {
            Name = "overdue_share",
            Text = new("Overdue share", "逾期应收占比"),
            Unit = "ratio", Decimals = 4,
            Formula = "amount past due ÷ amount unpaid; 0 when nothing is unpaid",
            Compute = (facts, day) => ShareOfReceivables(facts, day, s => s.Overdue),
        },
        new()
        {
            Name = "oldest_overdue_days",
            Text = new("Oldest open item", "最长逾期"),
            Unit = "days", Decimals = 0,
            Formula = "days since the due day of the oldest unpaid item; 0 when nothing is past due",
            Compute = OldestOverdue,
        },
        new()
        {
            Name = "disputed_share",
            Text = new("Disputed share", "争议应收占比"),
            Unit = "ratio", Decimals = 4,
            Formula = "amount in dispute ÷ amount unpaid; 0 when nothing is unpaid",
            Compute = (facts, day) => ShareOfReceivables(facts, day, s => s.Disputed),
        },
        new()
        {
            Name = "days_sales_outstanding",
            Text = new("Days sales outstanding", "应收账款周转天数"),
            Unit = "days", Decimals = 1,
            Formula = "amount unpaid ÷ amount invoiced within 90 days × 90, the period beginning no earlier than the "
                + "first invoice; unknown when nothing was invoiced within it",
            Compute = DaysSalesOutstanding,
        },
        new()
        {
            Name = "drafts_dishonoured_90_days",
            Text = new("Dishonoured drafts, 90 days", "90天内拒付票据"),
            Unit = "count", Decimals = 0,
            Formula = "drafts that were not paid, reported within 90 days",
            Compute = (facts, day) => facts.HasReceivablesOn(day)
                ? Known(facts, day, facts.SumsBetween(day.AddDays(-QuarterDays), day).Sum(s => s.Sums.Dishonoured))
                : null,
        },
    ];

    private static IndicatorValue? DaysBeyondTerms(WatchedFacts facts, DateOnly day)
    {
        var paid = facts.SumsBetween(day.AddMonths(-YearMonths), day)
            .ToDictionary(s => s.Currency, s => s.Sums, StringComparer.Ordinal);
        var (days, items) = (0m, 0);
        foreach (var (currency, now) in facts.SumsOn(day))
        {
            var year = paid.GetValueOrDefault(currency);
            var amount = year.Paid + now.Overdue;
            var count = year.PaidItems + now.OverdueItems;
            if (amount == 0)
                continue;
            var unpaidLate = now.Overdue * day.DayNumber - now.OverdueDue;
            days += (year.PaidLate + unpaidLate) / amount * count;
            items += count;
        }
        return items == 0 ? null : Known(facts, day, days / items);
    }

    private static IndicatorValue? ShareOfReceivables(
        WatchedFacts facts, DateOnly day, Func<DaySums, decimal> part)
    {
        if (!facts.HasReceivablesOn(day))
            return null;
        var (share, items) = (0m, 0);
        foreach (var (_, now) in facts.SumsOn(day).Where(s => s.Sums.Receivable > 0))
        {
            share += part(now) / now.Receivable * now.ReceivableItems;
            items += now.ReceivableItems;
        }
        return Known(facts, day, items == 0 ? 0 : share / items);
    }

    private static IndicatorValue? OldestOverdue(WatchedFacts facts, DateOnly day) =>
        facts.HasReceivablesOn(day)
            ? Known(facts, day, facts.Receivables.Where(r => r.IsOverdueOn(day))
                .Select(r => day.DayNumber - r.DueOn.DayNumber).Prepend(0).Max())
            : null;

    private static IndicatorValue? DaysSalesOutstanding(WatchedFacts facts, DateOnly day)
    {
        var first = facts.Days.Where(d => d.Change.Invoiced > 0).Select(d => (DateOnly?)d.Day).Min();
        if (first is null || first > day)
            return null;
        var period = Math.Min(QuarterDays, day.DayNumber - first.Value.DayNumber + 1);
        var invoiced = facts.SumsBetween(day.AddDays(-period), day)
            .ToDictionary(s => s.Currency, s => s.Sums.Invoiced, StringComparer.Ordinal);
        var (days, items) = (0m, 0);
        foreach (var (currency, now) in facts.SumsOn(day))
        {
            var sales = invoiced.GetValueOrDefault(currency);
            if (sales <= 0)
                continue;
            var count = Math.Max(1, now.ReceivableItems);
            days += now.Receivable / sales * period * count;
            items += count;
        }
        return items == 0 ? null : Known(facts, day, days / items);
    }

    /// <summary>What is past due is so on the day; else the newest document says how old the knowledge is.</summary>
    private static IndicatorValue Known(WatchedFacts facts, DateOnly day, decimal value) =>
        IndicatorValue.On(value,
            facts.SumsOn(day).Any(s => s.Sums.Overdue > 0) ? day : facts.NewestOn(day) ?? day);
}
