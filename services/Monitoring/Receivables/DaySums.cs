namespace Risk.Monitoring.Receivables;

/// <summary>Sums of receivables in one currency: as changes of a day, or as they stood at its end.</summary>
internal readonly record struct DaySums
{
    public decimal Receivable { get; init; }
    public int ReceivableItems { get; init; }
    public decimal Overdue { get; init; }
    public int OverdueItems { get; init; }

    /// <summary>Overdue amounts times the numbers of their due days.</summary>
    public decimal OverdueDue { get; init; }

    public decimal Disputed { get; init; }
    public decimal Invoiced { get; init; }
    public decimal Paid { get; init; }
    public int PaidItems { get; init; }

    /// <summary>Paid amounts times the days after their due days; early is 0.</summary>
    public decimal PaidLate { get; init; }

    /// <summary>Drafts that were not paid.</summary>
    public int Dishonoured { get; init; }

    public decimal WrittenOff { get; init; }

    /// <summary>Write-offs, each of an invoice.</summary>
    public int WriteOffs { get; init; }

    public static DaySums operator +(DaySums a, DaySums b) => new()
    {
        Receivable = a.Receivable + b.Receivable,
        ReceivableItems = a.ReceivableItems + b.ReceivableItems,
        Overdue = a.Overdue + b.Overdue,
        OverdueItems = a.OverdueItems + b.OverdueItems,
        OverdueDue = a.OverdueDue + b.OverdueDue,
        Disputed = a.Disputed + b.Disputed,
        Invoiced = a.Invoiced + b.Invoiced,
        Paid = a.Paid + b.Paid,
        PaidItems = a.PaidItems + b.PaidItems,
        PaidLate = a.PaidLate + b.PaidLate,
        Dishonoured = a.Dishonoured + b.Dishonoured,
        WrittenOff = a.WrittenOff + b.WrittenOff,
        WriteOffs = a.WriteOffs + b.WriteOffs,
    };

    public static DaySums operator -(DaySums a) => new()
    {
        Receivable = -a.Receivable,
        ReceivableItems = -a.ReceivableItems,
        Overdue = -a.Overdue,
        OverdueItems = -a.OverdueItems,
        OverdueDue = -a.OverdueDue,
        Disputed = -a.Disputed,
        Invoiced = -a.Invoiced,
        Paid = -a.Paid,
        PaidItems = -a.PaidItems,
        PaidLate = -a.PaidLate,
        Dishonoured = -a.Dishonoured,
        WrittenOff = -a.WrittenOff,
        WriteOffs = -a.WriteOffs,
    };

    public static DaySums operator -(DaySums a, DaySums b) => a + -b;
}
