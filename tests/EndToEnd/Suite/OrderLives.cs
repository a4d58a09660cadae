using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Types.V1;
using Shouldly;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>
/// Callers whose orders are worth far more together than their one customer's limit: each order is checked, and then
/// confirmed, billed and paid, or cancelled, or rejected when it is held. Whatever happens to the suite, a step is
/// asked for with the same request until it is answered, and the answer is remembered.
/// </summary>
internal sealed class OrderLives(RiskClient intake, RiskClient scoring)
{
    public const decimal Limit = 500;
    private const int Callers = 6;
    private static readonly TimeSpan ComeBackMax = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly StatusCode[] Passing =
        [StatusCode.Unavailable, StatusCode.Aborted, StatusCode.DeadlineExceeded];

    private Task[] callers = [];
    private volatile bool isOver;
    private int held;

    public string CustomerId { get; private set; } = "";

    /// <summary>Every request that was answered, with its answer.</summary>
    public ConcurrentQueue<(Func<Task<object>> Ask, object Answer)> Answered { get; } = new();

    /// <summary>By the id of the reservation, as it was answered last.</summary>
    public ConcurrentDictionary<string, ReservationState> Ended { get; } = new(StringComparer.Ordinal);

    public async Task BeginAsync()
    {
        var registered = await InsistAsync(async () => await intake.Customers.RegisterCustomerAsync(new()
        {
            Customer = new() { LegalName = "Northgate Tools", CountryCode = "CN", Status = CustomerStatus.Active },
            RequestId = "northgate",
        }));
        CustomerId = registered.Customer.CustomerId;
        await InsistAsync(
            async () => await scoring.CreditAccounts.ChangeCreditAccountAsync(new()
            {
                CustomerId = CustomerId,
                CreditAccount = new() { Limit = Cny(Limit) },
                UpdateMask = new() { Paths = { "limit" } },
                Reason = "Less than all orders together",
                RequestId = "limit",
            }),
            StatusCode.NotFound);
        callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller)))];
    }

    /// <summary>Until so many more orders have come to an end, some having been held.</summary>
    public async Task EndAsync(int orders)
    {
        var (goal, patience) = (Ended.Count + orders, new CancellationTokenSource(ComeBackMax));
        using (patience)
        {
            while (Ended.Count < goal || held == 0)
            {
                if (Array.Find(callers, c => c.IsFaulted) is { } failed)
                    await failed;
                patience.IsCancellationRequested.ShouldBeFalse($"{Ended.Count} of {goal} ended, {held} held");
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    /// <summary>Lets each order that has begun come to its end, but for the last payment of each caller.</summary>
    public Task StopAsync()
    {
        isOver = true;
        return Task.WhenAll(callers);
    }

    private async Task CallAsync(int caller)
    {
        for (var turn = 0; !isOver; turn++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"SO-{caller}-{turn}");
            if (await CheckAsync(id) is { } reservation)
                await LiveAsync(id, reservation.ReservationId, isCancelled: turn % 3 == 1);
            else
                await Task.Delay(Pause);
        }
    }

    /// <summary>
    /// Null when the order was held and then rejected. A hold may pass by itself before it is rejected: the order that
    /// is checked anew has a reservation then.
    /// </summary>
    private async Task<Reservation?> CheckAsync(string id)
    {
        for (var again = 0; ; again++)
        {
            var request = OrderOf(id, again);
            var verdict = await AskAsync(async () => await scoring.Orders.CheckOrderAsync(request));
            if (verdict.Reservation is not null)
                return verdict.Reservation;
            if (verdict.Outcome != OrderOutcome.Held)
                continue;
            Interlocked.Increment(ref held);
            var rejection = new RejectHoldRequest
            {
                HoldId = verdict.HoldId,
                Reason = "Somebody else delivers",
                RequestId = "reject-" + verdict.HoldId,
            };
            try
            {
                await AskAsync(async () => await scoring.Holds.RejectHoldAsync(rejection));
                return null;
            }
            catch (RpcException decided) when (decided.StatusCode == StatusCode.FailedPrecondition)
            {
            }
        }
    }

    private async Task LiveAsync(string id, string reservationId, bool isCancelled)
    {
        if (isCancelled)
        {
            var cancelled = await AskAsync(async () => await scoring.Reservations.CancelReservationAsync(
                new() { ReservationId = reservationId, RequestId = "cancel-" + id }));
            Ended[reservationId] = cancelled.State;
            return;
        }
        var confirmed = await AskAsync(async () => await scoring.Reservations.ConfirmReservationAsync(
            new() { ReservationId = reservationId, RequestId = "confirm-" + id }));
        Ended[reservationId] = confirmed.State;
        await RecordAsync(id, DocumentKind.Invoice, DocumentKind.Order);
        if (!isOver)
            await RecordAsync(id, DocumentKind.Payment, DocumentKind.Invoice);
    }

    private Task RecordAsync(string id, DocumentKind kind, DocumentKind of)
    {
        var request = new RecordDocumentRequest
        {
            RequestId = $"{kind}-{id}",
            Document = new()
            {
                CustomerId = CustomerId,
                Kind = kind,
                ExternalRef = new() { System = "erp", Id = id },
                Amount = OrderOf(id, again: 0).Amount,
                IssuedOn = new() { Value = "2026-01-10" },
                DueOn = kind == DocumentKind.Invoice ? new() { Value = "2099-01-31" } : null,
                Links = { new DocumentLink { Kind = of, ExternalRef = new() { System = "erp", Id = id } } },
            },
        };
        return AskAsync(async () => await intake.Documents.RecordDocumentAsync(request));
    }

    private CheckOrderRequest OrderOf(string id, int again) => new()
    {
        RequestId = string.Create(CultureInfo.InvariantCulture, $"{id}-{again}"),
        CustomerId = CustomerId,
        OrderRef = new() { System = "erp", Id = id },
        Amount = Cny(40 + (id.Sum(c => c) % 90)),
        ReservationSeconds = 3_600,
    };

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        var answer = await InsistAsync(ask);
        Answered.Enqueue((async () => await InsistAsync(ask), answer));
        return answer;
    }

    private static async Task<T> InsistAsync<T>(Func<Task<T>> ask, params StatusCode[] alsoPassing)
    {
        using var patience = new CancellationTokenSource(ComeBackMax);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (RpcException lost) when (!patience.IsCancellationRequested
                && (Passing.Contains(lost.StatusCode) || alsoPassing.Contains(lost.StatusCode)))
            {
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private static Money Cny(decimal amount) =>
        new() { Amount = amount.ToString(CultureInfo.InvariantCulture), CurrencyCode = "CNY" };
}
