using Risk.Monitoring.Receivables;

namespace Risk.Monitoring.Indicators;

/// <summary>
/// Whether what the other indicators speak of is worth a warning: a share of almost nothing may be the whole of it.
/// </summary>
internal static class MaterialityIndicators
{
    private const int YearMonths = 12;

    public static readonly IReadOnlyList<IndicatorDefinition> All =
    [
        new()
        {
            Name = "overdue_materiality",
            Text = new("Past due, against the least that matters", "逾期金额相对重要性门槛"),
            Unit = "times", Decimals = 2,
            Formula = "amount past due ÷ EUR 500, or what that is in its currency",
            Compute = (facts, day) => Times(facts, day, facts.SumsOn(day), s => s.Overdue),
        },
        new()
        {
            Name = "disputed_materiality",
            Text = new("Disputed, against the least that matters", "争议金额相对重要性门槛"),
            Unit = "times", Decimals = 2,
            Formula = "amount in dispute ÷ EUR 500, or what that is in its currency",
            Compute = (facts, day) => Times(facts, day, facts.SumsOn(day), s => s.Disputed),
        },
        new()
        {
            Name = "payment_materiality",
            Text = new("Paid or past due, against the least that matters", "付款及逾期金额相对重要性门槛"),
            Unit = "times", Decimals = 2,
            Formula = "amount paid within 12 months and amount past due ÷ EUR 500, or what that is in its currency",
            Compute = (facts, day) => Times(facts, day,
                [
                    .. facts.SumsOn(day).Select(s => (s.Currency, new DaySums { Paid = s.Sums.Overdue })),
                    .. facts.SumsBetween(day.AddMonths(-YearMonths), day),
                ], s => s.Paid),
        },
        new()
        {
            Name = "write_off_materiality",
            Text = new("Written off, against the least that matters", "核销金额相对重要性门槛"),
            Unit = "times", Decimals = 2,
            Formula = "amount written off within 12 months ÷ EUR 500, or what that is in its currency",
            Compute = (facts, day) =>
                Times(facts, day, facts.SumsBetween(day.AddMonths(-YearMonths), day), s => s.WrittenOff),
        },
    ];

    private static IndicatorValue? Times(
        WatchedFacts facts, DateOnly day, IReadOnlyList<(string Currency, DaySums Sums)> sums,
        Func<DaySums, decimal> amount) =>
        facts.HasReceivablesOn(day)
            ? IndicatorValue.On(
                sums.Sum(s => Materiality.Times(amount(s.Sums), s.Currency, facts.RatesToday)),
                facts.NewestOn(day) ?? day)
            : null;
}
