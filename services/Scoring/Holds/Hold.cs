using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Holds;

/// <summary>An order that was held, and what a person decided on it.</summary>
internal sealed class Hold
{
    public required Guid CustomerId { get; init; }
    public required Guid HoldId { get; init; }
    public required string OrderSystem { get; init; }
    public required string OrderId { get; init; }
    public required string CurrencyCode { get; init; }
    public required decimal Amount { get; init; }
    public V1.HoldState State { get; private set; }
    public required byte[] Verdict { get; init; }
    public required V1.Grade Grade { get; init; }
    public required string RequestedBy { get; init; }
    public required string RequestedByOwner { get; init; }
    /// <summary>Null means soon.</summary>
    public DateOnly? DeliverOn { get; init; }
    public required DateTimeOffset HeldAt { get; init; }
    public string DecidedBy { get; private set; } = "";
    public string DecidedByOwner { get; private set; } = "";
    public DateTimeOffset? DecidedAt { get; private set; }
    public string DecisionReason { get; private set; } = "";
    public decimal? ReleasedAmountMax { get; private set; }

    /// <summary>The last day on which the release covers the order; null means as long as the policy says.</summary>
    public DateOnly? ReviewOn { get; private set; }

    /// <summary>Machine-readable reasons of the checks that did not pass.</summary>
    public string[] Reasons { get; init; } = [];

    /// <summary>When it was last checked again, whoever asked.</summary>
    public DateTimeOffset? RecheckedAt { get; init; }

    /// <summary>When something came of the order that was released.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    public void Release(decimal amountMax, DateOnly? reviewOn, Caller by, string reason, DateTimeOffset now)
    {
        (ReleasedAmountMax, ReviewOn) = (amountMax, reviewOn);
        Decide(V1.HoldState.Released, by, reason, now);
    }

    public void Reject(Caller by, string reason, DateTimeOffset now) => Decide(V1.HoldState.Rejected, by, reason, now);

    /// <summary>The order is not wanted any more.</summary>
    public void Supersede(DateTimeOffset now) => (State, DecidedAt) = (V1.HoldState.Superseded, now);

    private void Decide(V1.HoldState state, Caller by, string reason, DateTimeOffset now)
    {
        State = state;
        (DecidedBy, DecidedByOwner, DecidedAt, DecisionReason) = (by.Name, by.Owner, now, reason);
    }

    public V1.Hold ToContract(string legalName) => new()
    {
        HoldId = HoldId.ToString(),
        CustomerId = CustomerId.ToString(),
        LegalName = legalName,
        OrderRef = OrderRefs.Of(OrderSystem, OrderId),
        Amount = Amounts.ToMoney(Amount, CurrencyCode),
        Verdict = V1.OrderVerdict.Parser.ParseFrom(Verdict),
        State = State,
        RequestedBy = RequestedBy,
        HeldAt = Timestamp.FromDateTimeOffset(HeldAt),
        DecidedBy = DecidedBy,
        DecidedAt = DecidedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        DecisionReason = DecisionReason,
        Grade = Grade,
        Reasons = { Reasons },
        RecheckedAt = RecheckedAt is { } rechecked ? Timestamp.FromDateTimeOffset(rechecked) : null,
    };

    /// <summary>The order as it is checked again on a day.</summary>
    public Order ToOrder(DateOnly day, int reservationSeconds)
    {
        var verdict = V1.OrderVerdict.Parser.ParseFrom(Verdict);
        return new()
        {
            CustomerId = CustomerId,
            Currency = CurrencyCode,
            Amount = Amount,
            AsOf = day,
            System = OrderSystem,
            Id = OrderId,
            Terms = verdict.Terms,
            Stage = verdict.Stage,
            DeliverOn = DeliverOn,
            ReservationSeconds = reservationSeconds,
        };
    }
}

internal sealed class HoldTable : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds").HasKey(h => h.HoldId);
        builder.Property(h => h.HoldId).ValueGeneratedNever();
        builder.Property(h => h.State).HasConversion<short>();
        builder.Property(h => h.Grade).HasConversion<short>();
        builder.Property(h => h.Amount).HasPrecision(22, 4);
        builder.Property(h => h.ReleasedAmountMax).HasPrecision(22, 4);
    }
}
