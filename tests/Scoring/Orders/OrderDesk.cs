using Grpc.Core;
using Risk.Client;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.Scoring.Tests.Orders;

/// <summary>What an ERP does around saving an order; the page for its developers shows this class.</summary>
internal sealed class OrderDesk(RiskClient risk)
{
    /// <summary>Before saving. Null when nobody could decide: the service was not reached in time.</summary>
    public async Task<OrderVerdict?> CheckAsync(string customer, string order, int version, Money value)
    {
        try
        {
            return await risk.Orders.CheckOrderAsync(new()
            {
                // Names this version of the order: sent again, it repeats the first verdict and reserves nothing more.
                RequestId = $"{order}-{version}",
                CustomerRef = new() { System = "erp", Id = customer },
                OrderRef = new() { System = "erp", Id = order },
                Amount = value,
            });
        }
        catch (RpcException failed) when (failed.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }

    /// <summary>Whether the order may be saved as one that goes ahead.</summary>
    public static bool MayGoAhead(OrderVerdict verdict) =>
        verdict.Outcome == OrderOutcome.Approved || verdict.FailOpen;

    /// <summary>What the clerk reads when it may not, and what would help.</summary>
    public static IEnumerable<string> Reasons(OrderVerdict verdict) =>
        verdict.Checks.Where(c => c.Reason.Length > 0).Select(c => $"{c.Reason}: {c.Text.En}")
            .Concat(verdict.Remedies.Select(r => r.Text.En));

    /// <summary>After saving: what was reserved becomes an open order.</summary>
    public async Task SavedAsync(OrderVerdict verdict)
    {
        if (verdict.Reservation is { } reservation)
            await risk.Reservations.ConfirmReservationAsync(new() { ReservationId = reservation.ReservationId });
    }

    /// <summary>When the clerk gives up: what was reserved is free again at once.</summary>
    public async Task GivenUpAsync(OrderVerdict verdict)
    {
        if (verdict.Reservation is { } reservation)
            await risk.Reservations.CancelReservationAsync(new() { ReservationId = reservation.ReservationId });
    }
}
