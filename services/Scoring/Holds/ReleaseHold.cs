using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Decisions;
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
        var amountMax = CheckInput(request, hold, rules, now);
        if (await HasAskedAsync(hold, caller.Owner, ct))
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever caused the check of an order cannot release it.", "发起订单检查的人不得自行放行。"));
        }
        var figures = await CheckWhatNobodySkipsAsync(hold, now, ct);
        hold.Release(amountMax, Amounts.ToDate(request.ReviewOn), caller, request.Reason, now);
        figures = Released(figures, hold, amountMax, request.ReservationSeconds);
        var verdict = VerdictContract.Of(Decision.Of(figures), now);
        var reservation = await ReserveAsync(figures, Guid.Parse(verdict.VerdictId), ct);
        verdict.Reservation = reservation?.ToContract(now);
        await KeepAsync(verdict, figures, caller.Name, ct);
        var names = await NamesAsync([hold.CustomerId], ct);
        var told = new V1.ReleaseHoldResponse
        {
            Hold = hold.ToContract(names.GetValueOrDefault(hold.CustomerId, "")),
            Reservation = verdict.Reservation,
            Verdict = verdict,
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

    private static decimal CheckInput(
        V1.ReleaseHoldRequest request, Hold hold, OrderRules rules, DateTimeOffset now)
    {
        var check = new InputCheck();
        CheckReason(check, request.Reason);
        check.That(request.ReservationSeconds is >= 0 and <= Reservation.SecondsMax, "reservation_seconds", new(
            "must be from 1 to 86,400, or 0 for 900", "必须在 1 到 86,400 之间，0 表示 900"));
        if (request.ReviewOn is { Value.Length: > 0 })
        {
            check.That(AccountInput.IsDay(request.ReviewOn)
                && Amounts.ToDate(request.ReviewOn) >= DateOnly.FromDateTime(now.UtcDateTime), "review_on", new(
                "must be a day from today on, such as 2026-01-31", "必须是今天或以后的有效日期，例如 2026-01-31"));
        }
        if (request.AmountMax is not null)
            AccountInput.CheckMoney(check, "amount_max", request.AmountMax, hold.CurrencyCode, least: 0.0001m);
        check.ThrowIfAny();
        var amountMax = request.AmountMax is { } max ? Amounts.ToDecimal(max) : hold.Amount;
        check.That(amountMax <= hold.Amount * (1 + rules.ReleaseDeviation), "amount_max", new(
            "is more than the held value and the deviation that is allowed", "超过被冻结金额及允许的偏差"));
        check.ThrowIfAny();
        return amountMax;
    }

    /// <summary>Answers what the order is judged by.</summary>
    private async Task<Figures> CheckWhatNobodySkipsAsync(Hold hold, DateTimeOffset now, CancellationToken ct)
    {
        var order = hold.ToOrder(DateOnly.FromDateTime(now.UtcDateTime), reservationSeconds: 0);
        var reading = await BatchFacts.OfAsync(Connection, policies, [order], locks: true, now);
        var figures = reading.Decide(order, reading.Rules, now).Figures;
        foreach (var check in (Check[])[ExcludedCustomer.Judge(figures), Suspended.Judge(figures)])
        {
            if (check is { Outcome: not V1.CheckOutcome.Passed, Text: { } text })
                throw Refuse.Precondition(check.Reason, new(text.En, text.Zh));
        }
        ct.ThrowIfCancellationRequested();
        return figures;
    }

    /// <summary>The order as far as it is released, with the release that covers it.</summary>
    private static Figures Released(Figures figures, Hold hold, decimal amountMax, int reservationSeconds) => figures
        .With(figures.Order with
        {
            Amount = Math.Min(hold.Amount, amountMax),
            ReservationSeconds = reservationSeconds,
        })
        .With(figures.Customer with
        {
            Earlier = new(Released: true, amountMax, hold.CurrencyCode, figures.Now) { ReviewOn = hold.ReviewOn },
        });

    /// <summary>
    /// Reserves what is released, without what is ordered already; null when that is all of it.
    /// </summary>
    private async Task<Reservation?> ReserveAsync(Figures figures, Guid verdictId, CancellationToken ct)
    {
        var (order, ordered) = (figures.Order, figures.Customer.Ordered);
        if (order.Amount <= ordered)
            return null;
        var seconds = order.ReservationSeconds > 0 ? order.ReservationSeconds : figures.Rules.ReservationSeconds;
        var reservation = Reservation.For(order, Guid.CreateVersion7(), verdictId, ordered, figures.Now, seconds);
        db.Add(reservation);
        await ReservedAmounts.ReserveAsync(Connection, reservation, figures.Now, ct);
        return reservation;
    }

    private async Task KeepAsync(V1.OrderVerdict verdict, Figures figures, string releasedBy, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection);
        DecisionRow.AddTo(batch,
            [DecisionRow.Of(verdict, verdict.ToByteArray(), V1.DecisionCause.Release, figures, releasedBy)]);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
