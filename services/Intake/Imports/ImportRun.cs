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
    bool isWhole)
{
    private const int BatchesWaitingMax = 1;
    private const long RowsMax = 10_000_000;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    /// <summary>Row by row: what is good is kept, what is not is noted.</summary>
    public Task KeepGoodRowsAsync(Stream file, DateOnly today, CancellationToken cancellation) =>
        ReadAsync(file, today, rows => writer.KeepAsync(rows, cancellation), cancellation);

    /// <summary>
    /// All or nothing: one transaction for the whole file, undone when a row was refused. Answers if it was kept.
    /// </summary>
    public async Task<bool> KeepWholeFileAsync(
        Stream file, DateOnly today, Func<Task> finish, CancellationToken cancellation)
    {
        await using var whole = await db.Database.BeginTransactionAsync(cancellation);
        await ReadAsync(file, today, rows => writer.WriteInWholeAsync(rows, cancellation), cancellation);
        if (progress.Counts.Refused > 0)
        {
            writer.Positions.Clear();
            return false;
        }
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
        var beating = progress.BeatAsync(BeatEvery, stop.Token);
        var reading = Task.Run(() => MapAsync(file, today, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var rows in batches.Reader.ReadAllAsync(cancellation))
                await keep(rows);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading, beating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Its failure reaches the writer through the channel, after the batches before it.</summary>
    private async Task MapAsync(
        Stream file, DateOnly today, ChannelWriter<IReadOnlyList<MappedRow>> batches, CancellationToken cancellation)
    {
        try
        {
            await using var source = await OpenedFile.OpenAsync(file, mapping.File, cancellation);
            var mapper = new RowMapper(mapping, source, today, IsKnownForGood);
            var rows = new RowBatches(batches);
            for (var count = 1L; await rows.ReadAsync(source, cancellation); count++)
            {
                if (count > RowsMax)
                    throw new FileException(new($"The file has more than {RowsMax} rows.", $"文件超过 {RowsMax} 行。"));
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
