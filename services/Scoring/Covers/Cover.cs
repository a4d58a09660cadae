using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Covers;

/// <summary>What stands behind a customer's credit: insurance, a guarantee, collateral.</summary>
internal sealed class Cover
{
    public required Guid CoverId { get; init; }
    public required Guid CustomerId { get; init; }
    public required V1.CoverKind Kind { get; init; }
    public required string Provider { get; init; }
    public required string CurrencyCode { get; init; }
    public required decimal Amount { get; init; }

    /// <summary>What is left after the insurer's share or the haircut, above 0, at most 1.</summary>
    public required decimal Share { get; init; }
    public DateOnly? ValidUntil { get; init; }
    public DateOnly? StopShipmentOn { get; init; }
    public required string Reference { get; init; }
    public string RecordedBy { get; init; } = "";
    public string RecordedByOwner { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public string EndedBy { get; private set; } = "";
    public string EndedByOwner { get; private set; } = "";
    public DateTimeOffset? EndedAt { get; private set; }
    public string EndReason { get; private set; } = "";

    public decimal Value => Amount * Share;

    public void End(Caller by, string reason, DateTimeOffset now) =>
        (EndedBy, EndedByOwner, EndedAt, EndReason) = (by.Name, by.Owner, now, reason);

    public V1.Cover ToContract() => new()
    {
        CoverId = CoverId.ToString(),
        CustomerId = CustomerId.ToString(),
        Kind = Kind,
        Provider = Provider,
        Amount = Amounts.ToMoney(Amount, CurrencyCode),
        Share = Amounts.ToContract(Share),
        ValidUntil = ValidUntil is { } until ? Amounts.ToContract(until) : null,
        StopShipmentOn = StopShipmentOn is { } stop ? Amounts.ToContract(stop) : null,
        Reference = Reference,
        RecordedBy = RecordedBy,
        RecordedAt = Timestamp.FromDateTimeOffset(RecordedAt),
        EndedBy = EndedBy,
        EndedAt = EndedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        EndReason = EndReason,
    };
}

internal sealed class CoverTable : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.ToTable("covers").HasKey(c => c.CoverId);
        builder.Property(c => c.CoverId).ValueGeneratedNever();
        builder.Property(c => c.Kind).HasConversion<short>();
        builder.Property(c => c.Amount).HasPrecision(22, 4);
        builder.Property(c => c.Share).HasPrecision(7, 6);
    }
}
