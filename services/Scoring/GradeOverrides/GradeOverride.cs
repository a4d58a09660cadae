using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.GradeOverrides;

/// <summary>A person's grade for a customer: proposed by one, approved by another, for a while.</summary>
internal sealed class GradeOverride
{
    public const int DaysMax = 366;

    public required Guid GradeOverrideId { get; init; }
    public required Guid CustomerId { get; init; }
    public required Grade Grade { get; init; }
    public V1.GradeOverrideState State { get; private set; } = V1.GradeOverrideState.Pending;
    public required string Reason { get; init; }

    /// <summary>The last day on which it counts, UTC.</summary>
    public required DateOnly ValidUntil { get; init; }
    public required string ProposedBy { get; init; }
    public required string ProposedByOwner { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }
    public string DecidedBy { get; private set; } = "";
    public string DecidedByOwner { get; private set; } = "";
    public DateTimeOffset? DecidedAt { get; private set; }
    public string EndedBy { get; private set; } = "";
    public DateTimeOffset? EndedAt { get; private set; }

    public void Decide(V1.GradeOverrideState state, Caller by, DateTimeOffset now) =>
        (State, DecidedBy, DecidedByOwner, DecidedAt) = (state, by.Name, by.Owner, now);

    public void End(string by, DateTimeOffset now) =>
        (State, EndedBy, EndedAt) = (V1.GradeOverrideState.Ended, by, now);

    public void Expire(DateTimeOffset now) => (State, EndedAt) = (V1.GradeOverrideState.Expired, now);

    public V1.GradeOverride ToContract() => new()
    {
        GradeOverrideId = GradeOverrideId.ToString(),
        CustomerId = CustomerId.ToString(),
        Grade = (V1.Grade)Grade,
        Reason = Reason,
        ValidUntil = Amounts.ToContract(ValidUntil),
        State = State,
        ProposedBy = ProposedBy,
        ProposedAt = Timestamp.FromDateTimeOffset(ProposedAt),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt is { } decided ? Timestamp.FromDateTimeOffset(decided) : null,
        EndedBy = EndedBy,
        EndedAt = EndedAt is { } ended ? Timestamp.FromDateTimeOffset(ended) : null,
    };
}

internal sealed class GradeOverrideTable : IEntityTypeConfiguration<GradeOverride>
{
    public void Configure(EntityTypeBuilder<GradeOverride> builder)
    {
        builder.ToTable("grade_overrides").HasKey(o => o.GradeOverrideId);
        builder.Property(o => o.GradeOverrideId).ValueGeneratedNever();
        builder.Property(o => o.Grade).HasConversion<short>();
        builder.Property(o => o.State).HasConversion<short>();
    }
}
