using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Risk.Intake.V1;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Benchmarks.Events;

/// <summary>A service that hears events, parses them, and only saves how far it has come.</summary>
public sealed class BareConsumer : IRiskService
{
    public static string Name => "alerting";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<BareDb>();
        builder.Services.AddSingleton<EventArrivals>();
    }

    public static void MapTo(WebApplication app)
    {
    }
}

/// <summary>The frame's tables alone.</summary>
internal sealed class BareDb(DbContextOptions<BareDb> options) : ServiceDb(options);

internal sealed class PassWhenDocumentsRecorded(EventArrivals arrivals) : IReaction<DocumentsRecorded>
{
    public Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        arrivals.Note(fact.CustomerId);
        return Task.CompletedTask;
    }
}

/// <summary>When those events came that somebody waits for.</summary>
internal sealed class EventArrivals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> awaited = new(StringComparer.Ordinal);

    /// <summary>When the event of a subject is handled, by the clock of <see cref="Stopwatch"/>.</summary>
    public Task<long> Of(string subject) => awaited.GetOrAdd(
        subject, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Note(string subject)
    {
        if (awaited.TryRemove(subject, out var arrival))
            arrival.TrySetResult(Stopwatch.GetTimestamp());
    }
}
