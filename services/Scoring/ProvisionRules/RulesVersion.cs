using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.ProvisionRules;

/// <summary>A version of the rules of expected losses: proposed by one person, put in force by another.</summary>
internal sealed class RulesVersion
{
    public int Version { get; private set; }
    public V1.PolicyState State { get; private set; } = V1.PolicyState.Pending;

    /// <summary>risk.scoring.v1.ProvisionRules, binary.</summary>
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

    public V1.ProvisionRulesVersion ToContract(bool withRules) => new()
    {
        Version = Version,
        State = State,
        Rules = withRules ? V1.ProvisionRules.Parser.ParseFrom(Rules) : null,
        Reason = Reason,
        ProposedBy = ProposedBy,
        ProposedAt = Timestamp.FromDateTimeOffset(ProposedAt),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };
}

internal sealed class RulesVersionTable : IEntityTypeConfiguration<RulesVersion>
{
    public void Configure(EntityTypeBuilder<RulesVersion> builder)
    {
        builder.ToTable("provision_rules").HasKey(r => r.Version);
        builder.Property(r => r.Version).ValueGeneratedOnAdd();
        builder.Property(r => r.State).HasConversion<short>();
    }
}
