using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Benchmarks.Events;

/// <summary>A service that hears events, parses them, and only saves how far it has come.</summary>
public sealed class BareConsumer : IRiskService
{
    public static string Name => "alerting";

    public static void AddTo(WebApplicationBuilder builder) => builder.AddServiceDatabase<BareDb>();

    public static void MapTo(WebApplication app)
    {
    }
}

/// <summary>The frame's tables alone.</summary>
internal sealed class BareDb(DbContextOptions<BareDb> options) : ServiceDb(options);

internal sealed class PassWhenDocumentsRecorded : IReaction<DocumentsRecorded>
{
    public Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct) => Task.CompletedTask;
}
