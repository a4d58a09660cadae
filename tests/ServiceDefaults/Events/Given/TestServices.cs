using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;
using TypesV1 = Risk.Types.V1;

namespace Risk.ServiceDefaults.Tests.Events;

/// <summary>A service that tells facts.</summary>
public sealed class TellingService : IRiskService
{
    public static string Name => "intake";

    public static void AddTo(WebApplicationBuilder builder) => builder.AddServiceDatabase<TestDb>();

    public static void MapTo(WebApplication app) => app.MapGrpcService<TellingEvents>();
}

/// <summary>A service that reacts to them.</summary>
public sealed class HearingService : IRiskService
{
    public static string Name => "scoring";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<TestDb>();
        builder.AddReactions();
    }

    public static void MapTo(WebApplication app)
    {
    }
}

internal sealed class TellingEvents(EventsFace events) : IntakeV1.EventsService.EventsServiceBase
{
    [Roles(Role.Readers)]
    public override Task ReadEvents(
        TypesV1.ReadEventsRequest request, IServerStreamWriter<TypesV1.LoggedEvent> responseStream,
        ServerCallContext context) =>
        events.ReadEventsAsync(request, responseStream, context);
}

public sealed class TestDb(DbContextOptions<TestDb> options) : ServiceDb(options)
{
    public DbSet<Handled> Handled => Set<Handled>();
}

public sealed class Handled
{
    public long Id { get; private set; }
    public required Guid EventId { get; init; }
    public required int Partition { get; init; }
    public required long Sequence { get; init; }
    public required string Subject { get; init; }
    public required string Name { get; init; }
    public string? TraceId { get; init; }
}

internal sealed class HandledTable : IEntityTypeConfiguration<Handled>
{
    public void Configure(EntityTypeBuilder<Handled> handled) => handled.ToTable("handled").HasKey(h => h.Id);
}

internal sealed class RememberWhenCustomerRegistered(TestDb db) : IReaction<IntakeV1.CustomerRegistered>
{
    /// <summary>A name that cannot be handled, until it is taken from here.</summary>
    public static readonly HashSet<string> Poison = new(StringComparer.Ordinal);

    public Task React(IntakeV1.CustomerRegistered fact, EventContext context, CancellationToken ct)
    {
        lock (Poison)
        {
            if (Poison.Contains(fact.Customer.LegalName))
                throw new InvalidDataException($"{fact.Customer.LegalName} cannot be handled.");
        }
        db.Add(new Handled
        {
            EventId = context.Id,
            Partition = context.Partition,
            Sequence = context.Sequence,
            Subject = context.Subject,
            Name = fact.Customer.LegalName,
            TraceId = System.Diagnostics.Activity.Current?.TraceId.ToString(),
        });
        return Task.CompletedTask;
    }
}
