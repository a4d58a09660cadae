using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.Imports.Files;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes down how far an import has come: with each batch, and between batches that it still lives.</summary>
internal sealed partial class ImportProgress(
    Import import, IntakeDb db, NpgsqlDataSource source, TimeProvider clock, ILogger<ImportProgress> logger)
{
    private const int FirstRefusedMax = 100;
    private const int HeldMax = 100_000;

    private readonly List<RefusedRow> held = [];

    public Counts Counts { get; private set; }

    /// <summary>The last place in each partition of the log that the import has touched.</summary>
    public Dictionary<int, LogPosition> Positions { get; } = [];

    /// <summary>The rows that were refused first, for the answer.</summary>
    public List<RefusedRow> FirstRefused { get; } = [];

    public void Take(Counts counts) => Counts = counts;

    /// <summary>In the transaction of the batch: its refused rows, and the counts with it.</summary>
    public async Task SaveAsync(Batch batch, Counts counts, CancellationToken cancellation)
    {
        var refused = RefusedOf(batch);
        await RefusedRowCopy.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), refused, cancellation);
        await SaveAsync(counts, cancellation);
        FirstRefused.AddRange(refused.Take(FirstRefusedMax - FirstRefused.Count));
    }

    /// <summary>Holds the refused rows of a batch until the transaction of the whole file is undone.</summary>
    public void Hold(Batch batch)
    {
        held.AddRange(RefusedOf(batch));
        if (held.Count > HeldMax)
        {
            throw new FileException(new(
                $"More than {HeldMax} rows are refused: is it the right mapping?", $"被拒绝的行超过 {HeldMax} 行：映射是否正确？"));
        }
    }

    /// <summary>Nothing of the file is kept but the refused rows.</summary>
    public async Task KeepNothingAsync(CancellationToken cancellation)
    {
        Counts = new() { Read = Counts.Read, Refused = Counts.Refused };
        Positions.Clear();
        await RefusedRowCopy.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), held, cancellation);
        FirstRefused.AddRange(held.Take(FirstRefusedMax));
    }

    private RefusedRow[] RefusedOf(Batch batch)
    {
        var ordinal = Counts.Refused;
        return [.. batch.Refused.Select(r => RefusedRow.From(import.ImportId, ++ordinal, r.Line, r.Fault))];
    }

    public async Task SaveAsync(Counts counts, CancellationToken cancellation)
    {
        var now = clock.Now();
        var saved = await db.Imports
            .Where(i => i.ImportId == import.ImportId && i.State == V1.ImportState.Running)
            .ExecuteUpdateAsync(i => i
                .SetProperty(x => x.RowsRead, counts.Read)
                .SetProperty(x => x.RowsRecorded, counts.Recorded)
                .SetProperty(x => x.RowsRepeated, counts.Repeated)
                .SetProperty(x => x.RowsRefused, counts.Refused)
                .SetProperty(x => x.CustomersRegistered, counts.Customers)
                .SetProperty(x => x.StatementsFiled, counts.Statements)
                .SetProperty(x => x.DocumentsRecorded, counts.Documents)
                .SetProperty(x => x.BeatAt, now), cancellation);
        if (saved == 0)
        {
            throw Refuse.Aborted("IMPORT_WAS_CLOSED", new(
                "The import was closed meanwhile because it had fallen silent. Import the file again.",
                "导入因长时间无响应已被关闭，请重新导入文件。"));
        }
    }

    /// <summary>
    /// Outside of any transaction of the import: that it lives, and how many rows it has read. A beat that fails is
    /// only one beat: the next one may succeed before the import counts as silent.
    /// </summary>
    public async Task BeatAsync(TimeSpan every, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await BeatOnceAsync(cancellation);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogBeatFailed(import.ImportId, failed);
            }
        }
    }

    private async Task BeatOnceAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE imports SET beat_at = $2, rows_read = greatest(rows_read, $3)
            WHERE import_id = $1 AND state = 1
            """);
        command.Parameters.Add(new() { Value = import.ImportId });
        command.Parameters.Add(new() { Value = clock.Now() });
        command.Parameters.Add(new() { Value = Counts.Read });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Ends the import; in the transaction of the caller when there is one.</summary>
    public async Task EndAsync(V1.ImportState state, Text? failure, CancellationToken cancellation)
    {
        await SaveAsync(Counts, cancellation);
        (import.State, import.EndedAt) = (state, clock.Now());
        (import.FailureEn, import.FailureZh) = (failure?.En ?? "", failure?.Zh ?? "");
        await db.Imports.Where(i => i.ImportId == import.ImportId).ExecuteUpdateAsync(i => i
            .SetProperty(x => x.State, import.State)
            .SetProperty(x => x.EndedAt, import.EndedAt)
            .SetProperty(x => x.FailureEn, import.FailureEn)
            .SetProperty(x => x.FailureZh, import.FailureZh), cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {ImportId} could not show that it lives; it goes on")]
    private partial void LogBeatFailed(Guid importId, Exception failure);
}
