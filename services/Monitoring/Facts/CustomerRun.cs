using Risk.Monitoring.Credit;
using Risk.Monitoring.Receivables;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Facts;

/// <summary>What a run of events tells of one customer.</summary>
internal sealed class CustomerRun(Guid customerId)
{
    public Guid CustomerId => customerId;

    /// <summary>The newest master data of the run, and when they were changed.</summary>
    public (Intake.V1.Customer Customer, DateTimeOffset ChangedAt)? File { get; set; }

    public List<NewDocument> Documents { get; } = [];

    public Dictionary<DateOnly, CreditDay> Credit { get; } = [];

    public Dictionary<DateOnly, ExposureDay> Exposures { get; } = [];

    public Dictionary<DateOnly, GradeDay> Grades { get; } = [];

    /// <summary>Imports that brought something of it.</summary>
    public HashSet<Guid> ImportIds { get; } = [];

    /// <summary>The event that told last, and the trace in which it was told.</summary>
    public EventContext? Cause { get; set; }

    public string? TraceParent { get; set; }
}
