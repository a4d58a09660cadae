using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;

namespace Risk.Scoring.Reservations;

/// <summary>Credit set aside for an order, until it is confirmed, given back, or its time is over.</summary>
internal sealed class Reservation
{
    /// <summary>The longest that anybody may have something reserved: a day.</summary>
    public const int SecondsMax = 86_400;

    public required Guid CustomerId { get; init; }
    public required Guid ReservationId { get; init; }
    public required Guid VerdictId { get; init; }
    public required string OrderSystem { get; set; }
    public required string OrderId { get; set; }
    public required string CurrencyCode { get; init; }
    public required decimal Amount { get; init; }

    /// <summary>What was ordered already when it was checked, delivered or not; it grew by the amount.</summary>
    public decimal OrderedBefore { get; init; }
    public decimal? ConfirmedAmount { get; private set; }
    public V1.ReservationState State { get; private set; } = V1.ReservationState.Active;
    public required DateTimeOffset ExpiresAt { get; init; }
    /// <summary>Another order was given its room, by a clock that said its time was over.</summary>
    public bool GivenAway { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>risk.intake.v1.PaymentTerms, binary: those that were checked; null means those granted.</summary>
    public byte[]? Terms { get; init; }

    /// <summary>Null means soon.</summary>
    public DateOnly? DeliverOn { get; init; }

    /// <summary>What an order asks for beyond what is ordered already.</summary>
    public static Reservation For(
        Order order, Guid id, Guid verdictId, decimal ordered, DateTimeOffset now, int seconds) => new()
        {
            CustomerId = order.CustomerId,
            ReservationId = id,
            VerdictId = verdictId,
            OrderSystem = order.System,
            OrderId = order.Id,
            CurrencyCode = order.Currency,
            Amount = order.Amount - ordered,
            OrderedBefore = ordered,
            ExpiresAt = now.AddSeconds(seconds),
            CreatedAt = now,
            Terms = order.Terms?.ToByteArray(),
            DeliverOn = order.Stage == V1.OrderStage.Delivery ? null : order.DeliverOn,
        };

    /// <summary>Time decides, not whether somebody has swept it up.</summary>
    public V1.ReservationState StateAt(DateTimeOffset now) =>
        State == V1.ReservationState.Active && (ExpiresAt <= now || GivenAway) ? V1.ReservationState.Expired : State;

    public EndingReservation ToEnding() =>
        new(OrderSystem, OrderId, CurrencyCode, Amount, ExpiresAt) { DeliverOn = DeliverOn };

    public void Confirm(decimal amount, DateTimeOffset now)
    {
        (State, ConfirmedAmount, EndedAt) = (V1.ReservationState.Confirmed, amount, now);
    }

    public void Cancel(DateTimeOffset now) => (State, EndedAt) = (V1.ReservationState.Cancelled, now);

    public void Expire(DateTimeOffset now) => (State, EndedAt) = (V1.ReservationState.Expired, now);

    public V1.Reservation ToContract(DateTimeOffset now) => new()
    {
        ReservationId = ReservationId.ToString(),
        CustomerId = CustomerId.ToString(),
        OrderRef = OrderRefs.Of(OrderSystem, OrderId),
        Amount = Amounts.ToMoney(Amount, CurrencyCode),
        ConfirmedAmount = ConfirmedAmount is { } confirmed ? Amounts.ToMoney(confirmed, CurrencyCode) : null,
        State = StateAt(now),
        ExpiresAt = Timestamp.FromDateTimeOffset(ExpiresAt),
        CreatedAt = Timestamp.FromDateTimeOffset(CreatedAt),
        Terms = Terms is { } terms ? PaymentTerms.Parser.ParseFrom(terms) : null,
    };
}

internal sealed class ReservationTable : IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<Reservation> builder)
    {
        builder.ToTable("reservations").HasKey(r => r.ReservationId);
        builder.Property(r => r.ReservationId).ValueGeneratedNever();
        builder.Property(r => r.State).HasConversion<short>();
        builder.Property(r => r.Amount).HasPrecision(22, 4);
        builder.Property(r => r.OrderedBefore).HasPrecision(22, 4);
        builder.Property(r => r.ConfirmedAmount).HasPrecision(22, 4);
    }
}
