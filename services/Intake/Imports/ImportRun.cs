using System.Threading.Channels;
using Risk.Intake.Imports.Batches;
using Risk.Intake.Imports.Files;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Mappings;
using Risk.Intake.Storage;

namespace Risk.Intake.Imports;

/// <summary>Reads a file and keeps its rows: one task reads and maps, the other writes, a few batches apart.</summary>
internal sealed class ImportRun(
    Mapping mapping, IntakeDb db, CustomerDirectory directory, BatchWriter writer, ImportProgress progress,
    ImportSettings settings)
{
    private const int BatchesWaitingMax = 1;
    private const long RowsMax = 10_000_000;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    private bool isWhole;

    /// <summary>Row by row: what is good is kept, what is not is noted.</summary>
    public Task KeepGoodRowsAsync(Stream file, DateOnly today, CancellationToken cancellation) => WhileBeatingAsync(
        () => ReadAsync(file, today, rows => writer.KeepAsync(rows, cancellation), cancellation), cancellation);

    /// <summary>
    /// All or nothing: one transaction for the whole file, undone when a row was refused. Answers if it was kept. The
    /// transaction begins when the file is here: it must not last as long as the sender takes.
    /// </summary>
    public async Task<bool> KeepWholeFileAsync(
        Stream file, DateOnly today, Func<Task> finish, CancellationToken cancellation)
    {
        isWhole = true;
        var isKept = false;
        await WhileBeatingAsync(async () =>
        {
            await using var spooled = await SpooledFile.OfAsync(file, settings.SpooledBytesMax, cancellation);
            isKept = await KeepSpooledAsync(spooled, today, finish, cancellation);
        }, cancellation);
        return isKept;
    }

    private async Task<bool> KeepSpooledAsync(
        Stream file, DateOnly today, Func<Task> finish, CancellationToken cancellation)
    {
        await using var whole = await db.Database.BeginTransactionAsync(cancellation);
        await ReadAsync(file, today, rows => writer.WriteInWholeAsync(rows, cancellation), cancellation);
        if (progress.Counts.Refused > 0)
            return false;
        await finish();
        await whole.CommitAsync(cancellation);
        return true;
    }

    // Customers of a transaction that may yet be undone are not known for good.
    private bool IsKnownForGood(Values.ExternalRef reference) => !isWhole && directory.Knows(reference);

    private async Task ReadAsync(
        Stream file, DateOnly today, Func<IReadOnlyList<MappedRow>, Task> keep, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<IReadOnlyList<MappedRow>>(BatchesWaitingMax);
        var reading = Task.Run(() => MapAsync(file, today, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var rows in batches.Reader.ReadAllAsync(cancellation))
                await keep(rows);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WhileBeatingAsync(Func<Task> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var beating = progress.BeatAsync(BeatEvery, stop.Token);
        try
        {
            await work();
        }
        finally
        {
            await stop.CancelAsync();
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Its failure reaches the writer through the channel, after the batches before it.</summary>
    private async Task MapAsync(
        Stream file, DateOnly today, ChannelWriter<IReadOnlyList<MappedRow>> batches, CancellationToken cancellation)
    {
        try
        {
            await using var source = await OpenedFile.OpenAsync(
                file, mapping.File, settings.SpooledBytesMax, cancellation);
            var mapper = new RowMapper(mapping, source, today, IsKnownForGood);
            var rows = new RowBatches(batches);
            var rowsMax = isWhole ? settings.WholeRowsMax : RowsMax;
            for (var count = 1L; await rows.ReadAsync(source, cancellation); count++)
            {
                if (count > rowsMax)
                    throw new FileException(new($"The file has more than {rowsMax} rows.", $"文件超过 {rowsMax} 行。"));
                await rows.AddAsync(mapper.Map(), cancellation);
            }
            await rows.HandOnAsync(cancellation);
            batches.Complete();
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
        }
    }
}
