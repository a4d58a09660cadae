using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Reservations;

partial class ReservationsService
{
    /// <summary>
    /// Makes the confirmed value an open order under the caller's reference and gives the rest back. Confirming again
    /// with the same reference and value changes nothing.
    /// </summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    public override async Task<V1.Reservation> ConfirmReservation(
        V1.ConfirmReservationRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var reservation = await LockedAsync(request.ReservationId, ct);
        await LockGroupAsync(reservation.CustomerId, ct);
        // Who waited may have waited until the reservation was over, or its room given to another member of the group.
        await db.Entry(reservation).ReloadAsync(ct);
        var now = clock.GetUtcNow();
        var amount = CheckInput(request, reservation);
        if (reservation.StateAt(now) == V1.ReservationState.Confirmed
            && await IsDoneAsync(request, reservation, amount, ct))
            return reservation.ToContract(now);
        if (reservation.StateAt(now) != V1.ReservationState.Active)
        {
            throw Refuse.Precondition("RESERVATION_ENDED", new(
                "The reservation does not hold credit any more. Check the order again.", "该预留已失效，请重新检查订单。"));
        }
        var before = request.OrderRef is { } other && !IsSameOrder(other, reservation) ? 0 : reservation.OrderedBefore;
        if (request.OrderRef is { } named)
            (reservation.OrderSystem, reservation.OrderId) = (named.System, named.Id);
        reservation.Confirm(amount, now);
        await OpenOrderAsync(reservation, amount, before, now, ct);
        Publish(reservation, now);
        audit.Add(context, "reservations.confirm", reservation.CustomerId.ToString(), reservation.ToContract(now));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return reservation.ToContract(now);
    }

    private static decimal CheckInput(V1.ConfirmReservationRequest request, Reservation reservation)
    {
        var check = new InputCheck();
        OrderRefs.Check(check, "order_ref", request.OrderRef);
        check.That(request.OrderRef is not null || reservation.OrderId.Length > 0, "order_ref", new(
            "is required, because the check did not name the order", "检查时未指定订单，此处必填"));
        if (request.Amount is not null)
            AccountInput.CheckMoney(check, "amount", request.Amount, reservation.CurrencyCode, least: 0.0001m);
        check.ThrowIfAny();
        var amount = request.Amount is { } asked ? Amounts.ToDecimal(asked) : reservation.Amount;
        check.That(amount <= reservation.Amount, "amount.amount", new(
            "is more than was reserved; check the order again", "超过预留金额，请重新检查订单"));
        check.ThrowIfAny();
        return amount;
    }

    /// <summary>
    /// Confirmed so before; or by the document of the order, which says itself how much is ordered.
    /// </summary>
    private async Task<bool> IsDoneAsync(
        V1.ConfirmReservationRequest request, Reservation reservation, decimal amount, CancellationToken ct) =>
        (request.OrderRef is not { } named || IsSameOrder(named, reservation))
        && (reservation.ConfirmedAmount == amount || !await IsInLedgerAsync(reservation, ct));

    private async Task<bool> IsInLedgerAsync(Reservation reservation, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection);
        batch.Add("SELECT EXISTS (SELECT FROM ledger_documents WHERE customer_id = $1 AND document_id = $2)")
            .With(reservation.CustomerId).With(reservation.ReservationId);
        return await batch.ExecuteScalarAsync(ct) is true;
    }

    private static bool IsSameOrder(Types.V1.ExternalRef named, Reservation reservation) =>
        named.System == reservation.OrderSystem && named.Id == reservation.OrderId;

    /// <summary>
    /// The confirmation enters the ledger as a document does; what it does not use is given back. When it grows an
    /// order that was open before, it links to that with its value.
    /// </summary>
    private async Task OpenOrderAsync(
        Reservation reservation, decimal amount, decimal before, DateTimeOffset now, CancellationToken ct)
    {
        var order = new IntakeV1.Document
        {
            ExternalRef = OrderRefs.Of(reservation.OrderSystem, reservation.OrderId),
            Amount = Amounts.ToMoney(amount, reservation.CurrencyCode),
            IssuedOn = Amounts.ToContract(DateOnly.FromDateTime(now.UtcDateTime)),
            RecordedAt = Timestamp.FromDateTimeOffset(reservation.CreatedAt),
        };
        if (reservation.DeliverOn is { } deliverOn)
            order.DueOn = Amounts.ToContract(deliverOn);
        if (before > 0)
        {
            order.Links.Add(new IntakeV1.DocumentLink
            {
                Kind = IntakeV1.DocumentKind.Order,
                ExternalRef = OrderRefs.Of(reservation.OrderSystem, reservation.OrderId),
                Amount = Amounts.ToMoney(before, reservation.CurrencyCode),
            });
        }
        var document = LedgerDocument.Of(reservation.ReservationId, LedgerDocument.Confirmation, order);
        var exposures = await CustomerBooks.ApplyAsync(
            Connection, reservation.CustomerId, [(document, LedgerDocument.Compact(order))], now, ct,
            changes =>
            {
                var used = changes.Transfers.Where(t => t.From == Stage.Reserved).Sum(t => t.Amount);
                if (used < reservation.Amount)
                    changes.Transfers.Add(ReservedAmounts.Back(reservation, reservation.Amount - used));
            });
        if (exposures is null)
            return;
        outbox.Add(reservation.CustomerId.ToString(), new V1.ExposureChanged
        {
            CustomerId = reservation.CustomerId.ToString(),
            ExposuresByCurrency = { exposures.Select(e => e.ToContract()) },
        });
    }
}
