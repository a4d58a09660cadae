using System.Diagnostics;
using System.Threading.Channels;
using Risk.Intake.Imports.Files;
using Risk.Intake.Imports.Rows;

namespace Risk.Intake.Imports;

/// <summary>
/// Hands mapped rows on by many: when there are enough for one transaction, or when the first has waited long enough
/// for a slow sender.
/// </summary>
internal sealed class RowBatches(ChannelWriter<IReadOnlyList<MappedRow>> batches)
{
    private const int RowsMax = 20_000;
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private List<MappedRow> rows = [];
    private long begun;

    public async ValueTask AddAsync(MappedRow row, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            begun = Stopwatch.GetTimestamp();
        rows.Add(row);
        if (rows.Count >= RowsMax || Stopwatch.GetElapsedTime(begun) >= AgeMax)
            await HandOnAsync(cancellation);
    }

    /// <summary>Goes to the next row; what there is does not wait for one that is long in coming.</summary>
    public async ValueTask<bool> ReadAsync(RowSource source, CancellationToken cancellation)
    {
        var reading = source.ReadAsync(cancellation);
        if (reading.IsCompleted || rows.Count == 0)
            return await reading;
        var next = reading.AsTask();
        var age = Stopwatch.GetElapsedTime(begun);
        if (await Task.WhenAny(next, Task.Delay(age < AgeMax ? AgeMax - age : TimeSpan.Zero, cancellation)) != next)
            await HandOnAsync(cancellation);
        return await next;
    }

    public async ValueTask HandOnAsync(CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await batches.WriteAsync(rows, cancellation);
        rows = [];
    }
}
