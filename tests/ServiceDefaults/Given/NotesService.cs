using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;
using Test.Notes.V1;
using V1 = Test.Notes.V1;

namespace Risk.ServiceDefaults.Tests.Given;

/// <summary>The smallest service that uses everything of the frame.</summary>
public sealed class NotesService : IRiskService
{
    public static string Name => "notes";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<NotesDb>();
        builder.Services.AddSingleton<Gate>();
        builder.Services.AddConstraintRefusal("notes_pkey",
            () => Refuse.AlreadyExists("note", "", new("There is a note of this title.", "已有同名笔记。")));
    }

    public static void MapTo(WebApplication app) => app.MapGrpcService<NotesCalls>();
}

/// <summary>Holds back every note titled "slow" until it is opened.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long answers;

    public Task Reached => reached.Task;

    public long NextAnswer() => Interlocked.Increment(ref answers);

    public void Open() => opened.TrySetResult();

    public Task WaitAsync(CancellationToken cancellation)
    {
        reached.TrySetResult();
        return opened.Task.WaitAsync(cancellation);
    }
}

public sealed class NotesDb(DbContextOptions<NotesDb> options) : ServiceDb(options);

public sealed class StoredNote
{
    public required string Title { get; init; }
    public required string Text { get; set; }
    public long Version { get; set; } = 1;
}

internal sealed class NotesTable : IEntityTypeConfiguration<StoredNote>
{
    public void Configure(EntityTypeBuilder<StoredNote> builder)
    {
        builder.ToTable("notes").HasKey(n => n.Title);
        builder.Property(n => n.Version).IsConcurrencyToken();
    }
}

internal sealed class NotesCalls(NotesDb db, Gate gate) : V1.NotesService.NotesServiceBase
{
    [Roles(Role.Sales | Role.Finance)]
    public override async Task<Note> WriteNote(WriteNoteRequest request, ServerCallContext context)
    {
        var check = new InputCheck();
        check.Given(request.Title, "title");
        check.Given(request.Text, "text");
        check.ThrowIfAny();
        var note = new StoredNote { Title = request.Title, Text = request.Text };
        db.Add(note);
        await db.SaveChangesAsync(context.CancellationToken);
        if (request.Title.StartsWith("slow", StringComparison.Ordinal))
            await gate.WaitAsync(context.CancellationToken);
        return Answer(note);
    }

    [Roles(Role.Sales)]
    public override async Task<Note> ChangeNote(ChangeNoteRequest request, ServerCallContext context)
    {
        var note = await FindAsync(request.Title, context);
        Etag.Check(request.Etag, note.Version);
        note.Text = request.Text;
        note.Version++;
        await db.SaveChangesAsync(context.CancellationToken);
        return Answer(note);
    }

    [Roles(Role.Readers)]
    public override async Task<Note> GetNote(GetNoteRequest request, ServerCallContext context) =>
        Answer(await FindAsync(request.Title, context));

    [Roles(Role.Readers)]
    public override Task<Note> BreakNote(GetNoteRequest request, ServerCallContext context) =>
        throw new InvalidOperationException("The note is broken.");

    public override Task<Note> HideNote(GetNoteRequest request, ServerCallContext context) =>
        Task.FromResult(new Note());

    [Roles(Role.Readers)]
    public override async Task WatchNote(
        GetNoteRequest request, IServerStreamWriter<Note> responseStream, ServerCallContext context)
    {
        while (true)
        {
            await responseStream.WriteAsync(new Note { Title = request.Title }, context.CancellationToken);
            await Task.Delay(20, context.CancellationToken);
        }
    }

    private async Task<StoredNote> FindAsync(string title, ServerCallContext context) =>
        await db.Set<StoredNote>().FindAsync([title], context.CancellationToken)
        ?? throw Refuse.NotFound("note", title);

    private Note Answer(StoredNote note) => new()
    {
        Title = note.Title,
        Text = note.Text,
        Etag = Etag.Of(note.Version),
        AnswerNumber = gate.NextAnswer(),
    };
}
