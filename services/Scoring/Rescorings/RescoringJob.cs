using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Scores;

namespace Risk.Scoring.Rescorings;

/// <summary>A rescoring of the whole portfolio, and how far it is.</summary>
internal sealed class RescoringJob
{
    public required Guid RescoringId { get; init; }
    public V1.RescoringState State { get; private set; } = V1.RescoringState.Queued;
    public required string Reason { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public string CancelledBy { get; private set; } = "";
    public required long CustomersTotal { get; init; }
    public long CustomersDone { get; private set; }
    public long CustomersScored { get; private set; }
    public long GradesChanged { get; private set; }

    /// <summary>Their scores still held.</summary>
    public long CustomersUnchanged { get; private set; }

    /// <summary>Whether those are scored too whose scores still hold.</summary>
    public bool Anew { get; init; }

    /// <summary>Customers up to this one are done.</summary>
    public Guid LastCustomerId { get; private set; }
    public Guid? Worker { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    public static RescoringJob Of(string reason, string by, DateTimeOffset now, long customers, bool anew = false) =>
        new()
        {
            RescoringId = Guid.CreateVersion7(now),
            Reason = reason,
            RequestedBy = by,
            RequestedAt = now,
            CustomersTotal = customers,
            Anew = anew,
        };

    public bool HasEnded => State is V1.RescoringState.Done or V1.RescoringState.Cancelled;

    public void Cancel(string by, DateTimeOffset now) =>
        (State, CancelledBy, FinishedAt) = (V1.RescoringState.Cancelled, by, now);

    public void Finish(DateTimeOffset now) =>
        (State, FinishedAt, Worker, LeaseUntil) = (V1.RescoringState.Done, now, null, null);

    public void Begin(DateTimeOffset now)
    {
        State = V1.RescoringState.Running;
        StartedAt ??= now;
    }

    public void Advance(Guid last, int done, int unchanged, PortfolioCount kept)
    {
        LastCustomerId = last;
        CustomersDone += done;
        CustomersUnchanged += unchanged;
        CustomersScored += kept.Scored;
        GradesChanged += kept.Changed;
    }

    public void Lease(Guid worker, DateTimeOffset until) => (Worker, LeaseUntil) = (worker, until);

    public V1.Rescoring ToContract() => new()
    {
        RescoringId = RescoringId.ToString(),
        State = State,
        Reason = Reason,
        RequestedBy = RequestedBy,
        RequestedAt = Timestamp.FromDateTimeOffset(RequestedAt),
        StartedAt = StartedAt is { } started ? Timestamp.FromDateTimeOffset(started) : null,
        FinishedAt = FinishedAt is { } finished ? Timestamp.FromDateTimeOffset(finished) : null,
        CancelledBy = CancelledBy,
        CustomersTotal = CustomersTotal,
        CustomersDone = CustomersDone,
        CustomersScored = CustomersScored,
        GradesChanged = GradesChanged,
        CustomersUnchanged = CustomersUnchanged,
        Anew = Anew,
    };
}

internal sealed class RescoringTable : IEntityTypeConfiguration<RescoringJob>
{
    public void Configure(EntityTypeBuilder<RescoringJob> job)
    {
        job.ToTable("rescorings").HasKey(j => j.RescoringId);
        job.Property(j => j.RescoringId).ValueGeneratedNever();
        job.Property(j => j.State).HasConversion<short>();
    }
}
