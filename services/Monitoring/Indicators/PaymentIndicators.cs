using Risk.Monitoring.Receivables;

namespace Risk.Monitoring.Indicators;

/// <summary>
/// How the customer pays. Amounts weigh, in whatever currency, at today's rates. Where a rate is missing, currencies
/// are weighted by their number of items. The definitions are those of the scorecard's features of the same names, but
/// that the oldest item has to matter.
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
            Formula = "days since the due day of the oldest unpaid item such that it and what is no younger are worth "
                + "EUR 500 and 1 % of what is unpaid; 0 when there is none",
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
            Text = new("Dishonoured drafts, 90 days", "90 天内拒付汇票"),
            Unit = "count", Decimals = 0,
            Formula = "drafts that were not paid, reported within 90 days",
            Compute = (facts, day) => facts.HasReceivablesOn(day)
                ? Known(facts, day, facts.SumsBetween(day.AddDays(-QuarterDays), day).Sum(s => s.Sums.Dishonoured))
                : null,
        },
        new()
        {
            Name = "write_offs_12_months",
            Text = new("Write-offs, 12 months", "12 个月内核销"),
            Unit = "count", Decimals = 0,
            Formula = "write-offs of invoices within 12 months",
            Compute = (facts, day) => facts.HasReceivablesOn(day)
                ? Known(facts, day, facts.SumsBetween(day.AddMonths(-YearMonths), day).Sum(s => s.Sums.WriteOffs))
                : null,
        },
    ];

    private static IndicatorValue? DaysBeyondTerms(WatchedFacts facts, DateOnly day)
    {
        var paid = facts.SumsBetween(day.AddMonths(-YearMonths), day)
            .ToDictionary(s => s.Currency, s => s.Sums, StringComparer.Ordinal);
        var parts = facts.SumsOn(day).Select(s =>
        {
            var (now, year) = (s.Sums, paid.GetValueOrDefault(s.Currency));
            var unpaidLate = now.Overdue * day.DayNumber - now.OverdueDue;
            return new Quotient(
                s.Currency, year.PaidLate + unpaidLate, year.Paid + now.Overdue, year.PaidItems + now.OverdueItems);
        });
        return Quotient.Of(parts, facts) is { } days ? Known(facts, day, days) : null;
    }

    private static IndicatorValue? ShareOfReceivables(
        WatchedFacts facts, DateOnly day, Func<DaySums, decimal> part) =>
        facts.HasReceivablesOn(day)
            ? Known(facts, day, Quotient.Of(facts.SumsOn(day).Select(s =>
                new Quotient(s.Currency, part(s.Sums), s.Sums.Receivable, s.Sums.ReceivableItems)), facts) ?? 0)
            : null;

    /// <summary>
    /// The oldest item such that it and what is no younger than it matter, by amount and by share: not what somebody
    /// has once paid too little by a few cents. Of a day before today the whole amounts are taken, as they may have
    /// been paid in part since.
    /// </summary>
    private static IndicatorValue? OldestOverdue(WatchedFacts facts, DateOnly day)
    {
        if (!facts.HasReceivablesOn(day))
            return null;
        var unpaid = facts.SumsOn(day).Sum(s => Times(facts, s.Currency, s.Sums.Receivable));
        var least = Math.Max(1, unpaid * Materiality.ShareMin);
        var sum = 0m;
        foreach (var item in facts.Receivables.Where(r => r.IsOverdueOn(day)).OrderBy(r => r.DueOn))
        {
            sum += Times(facts, item.Currency, day == facts.Today ? item.OpenAmount : item.Amount);
            if (sum >= least)
                return Known(facts, day, day.DayNumber - item.DueOn.DayNumber);
        }
        return Known(facts, day, 0);
    }

    private static decimal Times(WatchedFacts facts, string currency, decimal amount) =>
        Materiality.Times(amount, currency, facts.RatesToday);

    private static IndicatorValue? DaysSalesOutstanding(WatchedFacts facts, DateOnly day)
    {
        var first = facts.Days.Where(d => d.Change.Invoiced > 0).Select(d => (DateOnly?)d.Day).Min();
        if (first is null || first > day)
            return null;
        var period = Math.Min(QuarterDays, day.DayNumber - first.Value.DayNumber + 1);
        var invoiced = facts.SumsBetween(day.AddDays(-period), day)
            .ToDictionary(s => s.Currency, s => s.Sums.Invoiced, StringComparer.Ordinal);
        var parts = facts.SumsOn(day).Select(s => new Quotient(
            s.Currency, s.Sums.Receivable, invoiced.GetValueOrDefault(s.Currency),
            Math.Max(1, s.Sums.ReceivableItems)));
        return Quotient.Of(parts, facts) is { } share ? Known(facts, day, share * period) : null;
    }

    /// <summary>What is past due is so on the day; else the newest document says how old the knowledge is.</summary>
    private static IndicatorValue Known(WatchedFacts facts, DateOnly day, decimal value) =>
        IndicatorValue.On(value,
            facts.SumsOn(day).Any(s => s.Sums.Overdue > 0) ? day : facts.NewestOn(day) ?? day);
}
