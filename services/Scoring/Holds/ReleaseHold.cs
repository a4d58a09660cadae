using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.Orders.Checks;
using Risk.Scoring.Reservations;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Holds;

partial class HoldsService
{
    private const int ReservationSecondsMax = 86_400;

    /// <summary>
    /// Releases a held order: checks again what nobody may skip, and reserves, atomically. Never by the person who
    /// caused the check.
    /// </summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee)]
    public override async Task<V1.ReleaseHoldResponse> ReleaseHold(
        V1.ReleaseHoldRequest request, ServerCallContext context)
    {
        var (now, ct, caller) = (clock.GetUtcNow(), context.CancellationToken, context.Caller());
        await using var transaction = await db.BeginOwnAsync(ct);
        var hold = await OpenAsync(request.HoldId, ct);
        var rules = await policies.NowAsync(Connection, ct);
        var amountMax = CheckInput(request, hold, rules);
        if (await HasAskedAsync(hold, caller.Owner, ct))
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever caused the check of an order cannot release it.", "发起订单检查的人不得自行放行。"));
        }
        var open = await CheckWhatNobodySkipsAsync(hold, now, ct);
        hold.Release(amountMax, caller, request.Reason, now);
        var seconds = request.ReservationSeconds > 0 ? request.ReservationSeconds : rules.ReservationSeconds;
        var reservation = await ReserveAsync(hold, amountMax, open, now.AddSeconds(seconds), ct);
        var names = await NamesAsync([hold.CustomerId], ct);
        var told = new V1.ReleaseHoldResponse
        {
            Hold = hold.ToContract(names.GetValueOrDefault(hold.CustomerId, "")),
            Reservation = reservation?.ToContract(now),
        };
        outbox.Add(told.Hold.CustomerId, new V1.HoldDecided { Hold = told.Hold, Reservation = told.Reservation });
        audit.Add(context, "holds.release", told.Hold.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    /// <summary>For this check of the order, or for an earlier one.</summary>
    private async Task<bool> HasAskedAsync(Hold hold, string owner, CancellationToken ct) =>
        owner == hold.RequestedByOwner || (hold.OrderId.Length > 0 && await db.Set<Hold>().AnyAsync(h =>
            h.CustomerId == hold.CustomerId && h.OrderId == hold.OrderId && h.OrderSystem == hold.OrderSystem
            && h.RequestedByOwner == owner, ct));

    private static decimal CheckInput(V1.ReleaseHoldRequest request, Hold hold, OrderRules rules)
    {
        var check = new InputCheck();
        CheckReason(check, request.Reason);
        check.That(request.ReservationSeconds is >= 0 and <= ReservationSecondsMax, "reservation_seconds", new(
            "is not from 1 to 86,400, or 0 for 900", "必须在 1 到 86,400 之间，0 表示 900"));
        if (request.AmountMax is not null)
            AccountInput.CheckMoney(check, "amount_max", request.AmountMax, hold.CurrencyCode, least: 0.0001m);
        check.ThrowIfAny();
        var amountMax = request.AmountMax is { } max ? Amounts.ToDecimal(max) : hold.Amount;
        check.That(amountMax <= hold.Amount * (1 + rules.ReleaseDeviation), "amount_max", new(
            "is more than the held value and the deviation that is allowed", "超过被冻结金额及允许的偏差"));
        check.ThrowIfAny();
        return amountMax;
    }

    /// <summary>Answers what is open of the order already.</summary>
    private async Task<decimal> CheckWhatNobodySkipsAsync(Hold hold, DateTimeOffset now, CancellationToken ct)
    {
        var order = hold.ToOrder(DateOnly.FromDateTime(now.UtcDateTime), reservationSeconds: 0);
        var reading = await OrderReading.OfAsync(Connection, policies, [order], locks: true, now);
        var figures = reading.Decide(order, reading.Rules, now).Figures;
        foreach (var check in (Check[])[ExcludedCustomer.Judge(figures), Suspended.Judge(figures)])
        {
            if (check is { Outcome: not V1.CheckOutcome.Passed, Text: { } text })
                throw Refuse.Precondition(check.Reason, new(text.En, text.Zh));
        }
        ct.ThrowIfCancellationRequested();
        return reading.HistoryOf(order).OpenIn(order.Currency);
    }

    /// <summary>
    /// Reserves the order's value, or as much of it as is released, without what is open of it already; null when that
    /// is all of it.
    /// </summary>
    private async Task<Reservation?> ReserveAsync(
        Hold hold, decimal amountMax, decimal open, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var (released, now) = (Math.Min(hold.Amount, amountMax), clock.GetUtcNow());
        if (released <= open)
            return null;
        var verdict = V1.OrderVerdict.Parser.ParseFrom(hold.Verdict);
        var reservation = new Reservation
        {
            CustomerId = hold.CustomerId,
            ReservationId = Guid.CreateVersion7(),
            VerdictId = Guid.Parse(verdict.VerdictId),
            Terms = verdict.Terms?.ToByteArray(),
            OrderSystem = hold.OrderSystem,
            OrderId = hold.OrderId,
            CurrencyCode = hold.CurrencyCode,
            Amount = released - open,
            OrderedBefore = open,
            ExpiresAt = expiresAt,
            CreatedAt = now,
        };
        db.Add(reservation);
        await ReservedAmounts.ReserveAsync(Connection, reservation, now, ct);
        return reservation;
    }
}
