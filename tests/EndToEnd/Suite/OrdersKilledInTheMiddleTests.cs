using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>
/// The suite, or its database, is killed while orders of one customer near its limit are checked, confirmed, cancelled,
/// billed and paid: what was answered is so, the limit is not passed, and the exposure is what the documents say.
/// </summary>
public sealed class OrdersKilledInTheMiddleTests : IAsyncLifetime
{
    private const decimal Limit = 500;
    private static readonly TimeSpan ComeBackMax = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<string, OrderVerdict> answered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ReservationState> ended = new(StringComparer.Ordinal);
    private int held;
    private StandaloneSuite suite = null!;
    private string customer = "";

    public async Task InitializeAsync()
    {
        suite = await StandaloneSuite.StartAsync("--Limits:RequestsPerSecond=0");
        var registered = await suite.Client.Customers.RegisterCustomerAsync(new()
        {
            Customer = new() { LegalName = "Northgate Tools", CountryCode = "CN", Status = CustomerStatus.Active },
        });
        customer = registered.Customer.CustomerId;
        await EventuallyAsync(async () => await suite.Client.CreditAccounts.ChangeCreditAccountAsync(new()
        {
            CustomerId = customer,
            CreditAccount = new() { Limit = Cny(Limit) },
            UpdateMask = new() { Paths = { "limit" } },
            Reason = "near",
        }));
    }

    public async Task DisposeAsync() => await suite.DisposeAsync();

    [Theory]
    [InlineData("suite")]
    [InlineData("database")]
    public async Task What_was_confirmed_cancelled_or_paid_is_so_after_a_kill_and_the_limit_is_not_passed(string victim)
    {
        using var stop = new CancellationTokenSource();
        var work = Enumerable.Range(0, 6).Select(worker => WorkAsync(worker, stop.Token)).ToArray();
        await UntilAsync(() => ended.Count >= 40 && held > 0);

        await (victim == "suite" ? suite.KillAsync() : suite.KillPostgresAsync());
        if (victim == "suite")
            await suite.StartAgainAsync();
        var before = ended.Count;
        await UntilAsync(() => ended.Count >= before + 10);
        await stop.CancelAsync();
        await Task.WhenAll(work);

        await EveryReservationIsAsItWasAnsweredAsync();
        await EventuallyAsync(TheExposureIsWhatTheDocumentsSayAsync);
    }

    /// <summary>Orders are worth less than the limit by far and more than it together.</summary>
    private async Task WorkAsync(int worker, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"SO-{worker}-{turn}");
            try
            {
                await OrderAsync(id, turn, stop);
            }
            catch (RpcException lost) when (lost.StatusCode is not StatusCode.InvalidArgument)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task OrderAsync(string id, int turn, CancellationToken stop)
    {
        var verdict = await suite.Client.Orders.CheckOrderAsync(OrderOf(id), cancellationToken: stop);
        answered[id] = verdict;
        if (verdict.Reservation is not { } reservation)
        {
            Interlocked.Increment(ref held);
            return;
        }
        if (turn % 3 == 1)
        {
            ended[reservation.ReservationId] = (await suite.Client.Reservations.CancelReservationAsync(
                new() { ReservationId = reservation.ReservationId }, cancellationToken: stop)).State;
            return;
        }
        ended[reservation.ReservationId] = (await suite.Client.Reservations.ConfirmReservationAsync(
            new() { ReservationId = reservation.ReservationId }, cancellationToken: stop)).State;
        await RecordAsync(id, DocumentKind.Invoice, DocumentKind.Order, stop);
        await RecordAsync(id, DocumentKind.Payment, DocumentKind.Invoice, stop);
    }

    private async Task RecordAsync(string id, DocumentKind kind, DocumentKind of, CancellationToken stop) =>
        await suite.Client.Documents.RecordDocumentAsync(new()
        {
            RequestId = $"{kind}-{id}",
            Document = new()
            {
                CustomerId = customer,
                Kind = kind,
                ExternalRef = new() { System = "erp", Id = id },
                Amount = OrderOf(id).Amount,
                IssuedOn = new() { Value = "2026-01-10" },
                Links = { new DocumentLink { Kind = of, ExternalRef = new() { System = "erp", Id = id } } },
            },
        }, cancellationToken: stop);

    private CheckOrderRequest OrderOf(string id) => new()
    {
        RequestId = id,
        CustomerId = customer,
        OrderRef = new() { System = "erp", Id = id },
        Amount = Cny(40 + (id.Sum(c => c) % 90)),
        ReservationSeconds = 3_600,
    };

    private async Task EveryReservationIsAsItWasAnsweredAsync()
    {
        foreach (var (id, verdict) in answered)
            (await suite.Client.Orders.CheckOrderAsync(OrderOf(id))).ShouldBe(verdict);
        foreach (var (id, state) in ended)
        {
            (await suite.Client.Reservations.GetReservationAsync(new() { ReservationId = id })).State.ShouldBe(state);
        }
        ended.Values.Distinct().ShouldBe(
            [ReservationState.Confirmed, ReservationState.Cancelled], ignoreOrder: true);
    }

    private async Task TheExposureIsWhatTheDocumentsSayAsync()
    {
        var account = await suite.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = customer });
        var exposure = account.ExposuresByCurrency.Single();
        var documents = new List<Document>();
        var request = new ListDocumentsRequest { CustomerId = customer, PageSize = 1_000 };
        do
        {
            var page = await suite.Client.Documents.ListDocumentsAsync(request);
            documents.AddRange(page.Documents);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        var owed = documents.Sum(d => Number(d.Amount.Amount) * (d.Kind == DocumentKind.Invoice ? 1 : -1));
        (Number(exposure.Receivable.Value) - Number(exposure.Unallocated.Value)).ShouldBe(owed);
        Number(exposure.Total.Value).ShouldBeLessThanOrEqualTo(Limit);
        var ledger = await suite.Client.CreditAccounts.VerifyLedgerAsync(new() { CustomerId = customer });
        ledger.Holds.ShouldBeTrue(ledger.ToString());
        (await suite.Client.ScoringEvents.ListParkedEventsAsync(new())).ParkedEvents.ShouldBeEmpty();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(ComeBackMax);
        while (!holds())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Tries again while the suite comes back, or while its services catch up.</summary>
    private static async Task EventuallyAsync(Func<Task> holds)
    {
        using var patience = new CancellationTokenSource(ComeBackMax);
        while (true)
        {
            try
            {
                await holds();
                return;
            }
            catch (Exception notYet) when (
                !patience.IsCancellationRequested && notYet is (RpcException or ShouldAssertException))
            {
                await Task.Delay(100);
            }
        }
    }

    private static Money Cny(decimal amount) =>
        new() { Amount = amount.ToString(CultureInfo.InvariantCulture), CurrencyCode = "CNY" };

    private static decimal Number(string? value) =>
        string.IsNullOrEmpty(value) ? 0 : decimal.Parse(value, CultureInfo.InvariantCulture);
}
