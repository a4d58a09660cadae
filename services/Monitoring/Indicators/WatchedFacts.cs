using Risk.Intake.V1;
using Risk.Monitoring.Credit;
using Risk.Monitoring.Receivables;

namespace Risk.Monitoring.Indicators;

/// <summary>
/// What the indicators of one customer are computed from, for a day and the days before it. Nothing here is of a later
/// day than the one it was read for.
/// </summary>
internal sealed class WatchedFacts
{
    private RateTable? ratesToday;

    /// <summary>The day that they were read for.</summary>
    public required DateOnly Today { get; init; }

    public required Guid CustomerId { get; init; }
    public required string LegalName { get; init; }
    public required CustomerStatus Status { get; init; }
    public IReadOnlyList<LegalRecord> LegalRecords { get; init; } = [];

    /// <summary>Changes by currency and day, in the order of the days; the first may add up all before it.</summary>
    public IReadOnlyList<(string Currency, DateOnly Day, DaySums Change)> Days { get; init; } = [];

    /// <summary>Those past due or disputed now, or past due within the last month.</summary>
    public IReadOnlyList<Receivable> Receivables { get; init; } = [];

    public IReadOnlyList<CreditDay> Credit { get; init; } = [];
    public IReadOnlyList<ExposureDay> Exposures { get; init; } = [];
    public IReadOnlyList<GradeDay> Grades { get; init; } = [];

    /// <summary>Empty unless it owes in several currencies, or in one that has to be compared.</summary>
    public IReadOnlyList<Rate> Rates { get; set; } = [];

    /// <summary>Today's, for all days: that a rate has moved is no change in how somebody pays.</summary>
    public RateTable RatesToday => ratesToday ??= new(Rates, Today);

    /// <summary>The limit as it was at the end of the day; null when none was ever told.</summary>
    public CreditDay? CreditOn(DateOnly day) => Credit.Where(c => c.Day <= day).MaxBy(c => c.Day);

    public ExposureDay? ExposureOn(DateOnly day) => Exposures.Where(e => e.Day <= day).MaxBy(e => e.Day);

    public GradeDay? GradeOn(DateOnly day) => Grades.Where(g => g.Day <= day).MaxBy(g => g.Day);

    /// <summary>By currency, how things stood at the end of the day.</summary>
    public IReadOnlyList<(string Currency, DaySums Sums)> SumsOn(DateOnly day) => SumsBetween(DateOnly.MinValue, day);

    /// <summary>By currency, what happened after one day up to another.</summary>
    public IReadOnlyList<(string Currency, DaySums Sums)> SumsBetween(DateOnly after, DateOnly until) =>
    [
        .. Days.Where(d => d.Day > after && d.Day <= until).GroupBy(d => d.Currency, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Aggregate(default(DaySums), (sum, d) => sum + d.Change))),
    ];

    /// <summary>The day of the newest document that counts on the day; null when there is none.</summary>
    public DateOnly? NewestOn(DateOnly day) =>
        Days.Where(d => d.Day <= day).Select(d => (DateOnly?)d.Day).Max();

    /// <summary>Whether it has ever been owed anything until the day.</summary>
    public bool HasReceivablesOn(DateOnly day) => Days.Any(d => d.Day <= day);
}
