using Risk.Monitoring.Credit;
using Risk.Monitoring.Receivables;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Facts;

/// <summary>What a run of events tells of one customer.</summary>
internal sealed class CustomerRun(Guid customerId)
{
    private readonly Dictionary<DateOnly, CreditDay> credit = [];
    private readonly Dictionary<DateOnly, ExposureDay> exposures = [];
    private readonly Dictionary<DateOnly, GradeDay> grades = [];

    public Guid CustomerId => customerId;

    /// <summary>The newest master data of the run, and when they were changed.</summary>
    public (Intake.V1.Customer Customer, DateTimeOffset ChangedAt)? File { get; set; }

    public List<NewDocument> Documents { get; } = [];

    public IReadOnlyDictionary<DateOnly, CreditDay> Credit => credit;

    public IReadOnlyDictionary<DateOnly, ExposureDay> Exposures => exposures;

    public IReadOnlyDictionary<DateOnly, GradeDay> Grades => grades;

    /// <summary>Imports that brought something of it.</summary>
    public HashSet<Guid> ImportIds { get; } = [];

    /// <summary>The event that told last, and the trace in which it was told.</summary>
    public EventContext? Cause { get; set; }

    public string? TraceParent { get; set; }

    public void Add(CreditDay day) => Keep(credit, day.Day, day, d => d.Written);

    public void Add(ExposureDay day) => Keep(exposures, day.Day, day, d => d.Written);

    public void Add(GradeDay day) => Keep(grades, day.Day, day, d => d.Written);

    private static void Keep<T>(Dictionary<DateOnly, T> days, DateOnly day, T told, Func<T, long> written)
    {
        if (!days.TryGetValue(day, out var known) || written(known) < written(told))
            days[day] = told;
    }
}
