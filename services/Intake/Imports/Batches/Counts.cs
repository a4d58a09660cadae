using System.Runtime.InteropServices;

namespace Risk.Intake.Imports.Batches;

/// <summary>How many rows and records an import has brought so far.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Counts
{
    public long Read { get; init; }
    public long Recorded { get; init; }
    public long Repeated { get; init; }
    public long Refused { get; init; }
    public long Customers { get; init; }
    public long Statements { get; init; }
    public long Documents { get; init; }

    /// <summary>With a batch that was kept.</summary>
    public Counts With(Batch batch) => new()
    {
        Read = Read + batch.Rows.Count,
        Recorded = Recorded + batch.RecordedCount,
        Repeated = Repeated + batch.RepeatedCount,
        Refused = Refused + batch.Refused.Count(),
        Customers = Customers + batch.NewCustomers.Count,
        Statements = Statements + batch.NewStatements.Count,
        Documents = Documents + batch.NewDocuments.Count,
    };
}
