using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Policies;

/// <summary>A version of the rules: proposed by one person, put in force by another.</summary>
internal sealed class PolicyVersion
{
    public int Version { get; private set; }
    public V1.PolicyState State { get; private set; } = V1.PolicyState.Pending;

    /// <summary>risk.scoring.v1.PolicyRules, binary.</summary>
    public required byte[] Rules { get; init; }
    public required string Reason { get; init; }
    public required string ProposedBy { get; init; }
    public required string ProposedByOwner { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }
    public string DecidedBy { get; private set; } = "";
    public string DecidedByOwner { get; private set; } = "";
    public DateTimeOffset? DecidedAt { get; private set; }

    public void Decide(V1.PolicyState state, Caller by, DateTimeOffset now) =>
        (State, DecidedBy, DecidedByOwner, DecidedAt) = (state, by.Name, by.Owner, now);

    public void Supersede() => State = V1.PolicyState.Superseded;

    public V1.Policy ToContract(bool withRules) => new()
    {
        Version = Version,
        State = State,
        Rules = withRules ? V1.PolicyRules.Parser.ParseFrom(Rules) : null,
        Reason = Reason,
        ProposedBy = ProposedBy,
        ProposedAt = Timestamp.FromDateTimeOffset(ProposedAt),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };
}

internal sealed class PolicyTable : IEntityTypeConfiguration<PolicyVersion>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> builder)
    {
        builder.ToTable("policies").HasKey(p => p.Version);
        builder.Property(p => p.Version).ValueGeneratedOnAdd();
        builder.Property(p => p.State).HasConversion<short>();
    }
}
