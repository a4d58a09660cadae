using Grpc.Core;
using Risk.Intake.Imports.Batches;
using Risk.Intake.Imports.Files;
using Risk.Intake.Mappings;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports;

partial class ImportsService
{
    private const int FileNameLengthMax = 255;

    /// <summary>Imports a file by a mapping, streamed.</summary>
    [Roles(Role.Integrator | Role.Finance)]
    public override async Task<V1.ImportDocumentsResponse> ImportDocuments(
        IAsyncStreamReader<V1.ImportDocumentsRequest> requestStream, ServerCallContext context)
    {
        using var place = tools.Running.Begin();
        var pieces = new IncomingPieces(requestStream, tools.Settings, clock);
        if (!await pieces.MoveNextAsync(context.CancellationToken))
            throw Refuse.Invalid("mapping", new("is required", "必填"));
        var first = pieces.Current;
        var id = CheckedId(first);
        var mapping = await MappingStore.FindAsync(db, first.Mapping, context.CancellationToken);
        var import = await BeginAsync(first, id, mapping, context);
        var progress = new ImportProgress(import, db, tools.Source, clock, tools.ProgressLog);
        var directory = new CustomerDirectory();
        var steps = BatchSteps.For(import, db, directory, context.Caller(), (tools.Ids, clock));
        var writer = new BatchWriter(db, progress, directory, steps);
        var run = new ImportRun(mapping, db, directory, writer, progress, tools.Settings);
        try
        {
            var file = new IncomingStream(pieces, IncomingStream.DataOf(first));
            await RunAsync(run, import, file, progress, context);
        }
        catch (FileException wrong)
        {
            await EndAsync(import, progress, V1.ImportState.Failed, wrong.Text, context);
            if (progress.Counts.Read == 0)
                throw Refuse.Invalid([new("file", wrong.Text)], "UNREADABLE_FILE");
        }
        catch (Refusal refused)
        {
            await EndAsync(import, progress, V1.ImportState.Failed, refused.Text, context);
            throw;
        }
        catch (Exception)
        {
            await EndAsync(import, progress, V1.ImportState.Failed, Interrupted(import), context);
            throw;
        }
        return new()
        {
            Import = import.ToContract(progress.Counts, context.Language()),
            RefusedRows = { progress.FirstRefused.Select(r => r.ToContract(context.Language())) },
            Position = LogPosition.Join(progress.Positions.Values),
        };
    }

    private static Text Interrupted(Import import) => import.AllOrNothing ? NothingKept : new(
        "The import was interrupted. What is counted as recorded is kept; import the file again for the rest.",
        "导入中断。已计为录入的行已保存；请重新导入文件以完成其余部分。");

    private static Text NothingKept => new(
        "The import was interrupted. Nothing of the file is kept; import it again.",
        "导入中断。文件内容均未保存；请重新导入。");

    private async Task RunAsync(
        ImportRun run, Import import, Stream file, ImportProgress progress, ServerCallContext context)
    {
        var today = clock.LatestToday();
        if (!import.AllOrNothing)
        {
            await run.KeepGoodRowsAsync(file, today, context.CancellationToken);
            await EndAsync(import, progress, V1.ImportState.Done, failure: null, context);
            return;
        }
        var isKept = await run.KeepWholeFileAsync(file, today,
            () => SaveEndAsync(import, progress, V1.ImportState.Done, failure: null, context),
            context.CancellationToken);
        if (!isKept)
        {
            await EndAsync(import, progress, V1.ImportState.Failed, new(
                $"{progress.Counts.Refused} rows were refused, so nothing is kept.",
                $"有 {progress.Counts.Refused} 行被拒绝，因此未保存任何内容。"), context);
        }
        Wake();
    }

    private async Task<Import> BeginAsync(
        V1.ImportDocumentsRequest first, Guid id, Mapping mapping, ServerCallContext context)
    {
        var now = clock.Now();
        var import = new Import
        {
            ImportId = id,
            FileName = first.FileName,
            Mapping = mapping.Name,
            MappingSha256 = mapping.Sha256,
            AllOrNothing = first.AllOrNothing,
            StartedAt = now,
            BeatAt = now,
            StartedBy = context.Caller().Id,
        };
        db.Add(import);
        audit.Add(context, "imports.begin", id.ToString(), import.ToContract(default, Language.English));
        await db.SaveChangesAsync(context.CancellationToken);
        db.ChangeTracker.Clear();
        return import;
    }

    /// <summary>A caller who has gone away does not keep the end from being written down.</summary>
    private async Task EndAsync(
        Import import, ImportProgress progress, V1.ImportState state, Text? failure, ServerCallContext context)
    {
        db.ChangeTracker.Clear();
        await using var work = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (import.AllOrNothing)
            await progress.KeepNothingAsync(CancellationToken.None);
        await SaveEndAsync(import, progress, state, failure, context);
        await work.CommitAsync(CancellationToken.None);
        Wake();
    }

    private async Task SaveEndAsync(
        Import import, ImportProgress progress, V1.ImportState state, Text? failure, ServerCallContext context)
    {
        await progress.EndAsync(state, failure, CancellationToken.None);
        var (id, ended) = (import.ImportId.ToString(), import.ToContract(progress.Counts, Language.English));
        audit.Add(context, "imports.end", id, ended);
        outbox.Add(id, new V1.ImportFinished
        {
            Import = ended,
            Position = LogPosition.Join(progress.Positions.Values),
        });
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private void Wake()
    {
        tools.Relay.Wake();
        tools.Sealer.Wake();
    }

    private static Guid CheckedId(V1.ImportDocumentsRequest first)
    {
        var check = new InputCheck();
        check.Given(first.Mapping, "mapping");
        check.NoLongerThan(FileNameLengthMax, first.FileName, "file_name");
        var id = Guid.CreateVersion7();
        if (first.ImportId.Length > 0)
        {
            check.That(Guid.TryParseExact(first.ImportId, "D", out id), "import_id",
                new("is not a UUID", "不是 UUID"));
        }
        check.ThrowIfAny();
        return id;
    }
}
