using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Credit;

/// <summary>
/// A change of a limit: proposed by one person, and where the policy asks for it written by a second.
/// </summary>
internal sealed class LimitChange
{
    public required Guid LimitChangeId { get; init; }
    public required Guid CustomerId { get; init; }
    public V1.LimitChangeState State { get; private set; } = V1.LimitChangeState.Pending;
    public required LimitTerms Proposed { get; init; }
    public required LimitTerms Former { get; init; }
    public required string Reason { get; init; }
    public required bool NeedsSecondPerson { get; init; }
    public required string ProposedBy { get; init; }
    public required string ProposedByOwner { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>risk.scoring.v1.LimitProposal, binary: the one that was accepted; null when there was none.</summary>
    public byte[]? Proposal { get; init; }
    public string DecidedBy { get; private set; } = "";
    public string DecidedByOwner { get; private set; } = "";
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>One person was enough.</summary>
    public void WriteAtOnce(DateTimeOffset now)
    {
        State = V1.LimitChangeState.Written;
        DecidedAt = now;
    }

    public void Decide(V1.LimitChangeState state, Caller by, DateTimeOffset now)
    {
        State = state;
        DecidedBy = by.Name;
        DecidedByOwner = by.Owner;
        DecidedAt = now;
    }

    public void Supersede(DateTimeOffset now)
    {
        State = V1.LimitChangeState.Superseded;
        DecidedAt = now;
    }

    public V1.LimitChange ToContract() => new()
    {
        LimitChangeId = LimitChangeId.ToString(),
        CustomerId = CustomerId.ToString(),
        Proposed = Proposed.ToContract(),
        Former = Former.ToContract(),
        Reason = Reason,
        State = State,
        ProposedBy = ProposedBy,
        ProposedAt = Timestamp.FromDateTimeOffset(ProposedAt),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        NeedsSecondPerson = NeedsSecondPerson,
        Proposal = Proposal is { } proposal ? V1.LimitProposal.Parser.ParseFrom(proposal) : null,
    };
}

internal sealed class LimitChangeTable : IEntityTypeConfiguration<LimitChange>
{
    public void Configure(EntityTypeBuilder<LimitChange> builder)
    {
        builder.ToTable("limit_changes").HasKey(c => c.LimitChangeId);
        builder.Property(c => c.LimitChangeId).ValueGeneratedNever();
        builder.Property(c => c.State).HasConversion<short>();
        builder.ComplexProperty(c => c.Proposed, terms => Map(terms, "proposed_"));
        builder.ComplexProperty(c => c.Former, terms => Map(terms, "former_"));
    }

    private static void Map(ComplexPropertyBuilder<LimitTerms> terms, string prefix)
    {
        terms.Property(t => t.Currency).HasColumnName(prefix + "currency_code");
        terms.Property(t => t.Limit).HasColumnName(prefix + "limit").HasPrecision(22, 4);
        terms.Property(t => t.Unlimited).HasColumnName(prefix + "unlimited");
        terms.Property(t => t.TemporaryLimit).HasColumnName(prefix + "temporary_limit").HasPrecision(22, 4);
        terms.Property(t => t.GroupLimit).HasColumnName(prefix + "group_limit").HasPrecision(22, 4);
        terms.Property(t => t.TemporaryFrom).HasColumnName(prefix + "temporary_from");
        terms.Property(t => t.TemporaryUntil).HasColumnName(prefix + "temporary_until");
        terms.Property(t => t.ValidUntil).HasColumnName(prefix + "valid_until");
        terms.Property(t => t.NetDaysMax).HasColumnName(prefix + "net_days_max");
        terms.Property(t => t.OrderValueMax).HasColumnName(prefix + "order_value_max").HasPrecision(22, 4);
    }
}
