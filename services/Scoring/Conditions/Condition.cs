using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Conditions;

/// <summary>Something that credit was approved under, and by what it is met.</summary>
internal sealed class Condition
{
    public required Guid ConditionId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Text { get; init; }

    /// <summary>From this day on orders wait for it; null means at once.</summary>
    public DateOnly? DueOn { get; init; }
    public string AddedBy { get; init; } = "";
    public string AddedByOwner { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public string MetBy { get; private set; } = "";
    public string MetByOwner { get; private set; } = "";
    public DateTimeOffset? MetAt { get; private set; }
    public string Evidence { get; private set; } = "";

    public bool IsDueOn(DateOnly day) => DueOn is null || DueOn <= day;

    public void Meet(Caller by, string evidence, DateTimeOffset now) =>
        (MetBy, MetByOwner, MetAt, Evidence) = (by.Name, by.Owner, now, evidence);

    public V1.Condition ToContract() => new()
    {
        ConditionId = ConditionId.ToString(),
        CustomerId = CustomerId.ToString(),
        Text = Text,
        DueOn = DueOn is { } due ? Amounts.ToContract(due) : null,
        AddedBy = AddedBy,
        AddedAt = Timestamp.FromDateTimeOffset(AddedAt),
        MetBy = MetBy,
        MetAt = MetAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Evidence = Evidence,
    };
}

internal sealed class ConditionTable : IEntityTypeConfiguration<Condition>
{
    public void Configure(EntityTypeBuilder<Condition> builder)
    {
        builder.ToTable("conditions").HasKey(c => c.ConditionId);
        builder.Property(c => c.ConditionId).ValueGeneratedNever();
    }
}
