using System.Collections.Concurrent;
using System.Globalization;
using Risk.Client;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>An order that was checked, and what came of it.</summary>
internal sealed record CheckedOrder(CreditAccount Account, Money Amount, OrderVerdict Verdict);

/// <summary>
/// Checks one order for every customer that owes something: a tenth of what it owes. The sample's approved orders are
/// confirmed for every second customer, and cancelled for the others. On a user's own files the checks are dry runs.
/// </summary>
internal sealed class CheckOrders(RiskClient client, ProgressBars progress)
{
    private const int AtOnce = 16;

    /// <summary>Whether nothing is to stay: no invented order belongs among a user's own figures.</summary>
    public required bool DryRun { get; init; }

    public async Task<IReadOnlyList<CheckedOrder>> RunAsync(
        IReadOnlyList<CreditAccount> accounts, DateOnly asOf, CancellationToken cancellation)
    {
        var owing = accounts.Where(account => Largest(account) is { } e && Amounts.Of(e.Total) > 0).ToList();
        return await progress.RunAsync<IReadOnlyList<CheckedOrder>>(
            $"check {owing.Count.ToString("N0", CultureInfo.InvariantCulture)} orders", owing.Count, async report =>
            {
                var orders = new ConcurrentDictionary<string, CheckedOrder>(StringComparer.Ordinal);
                await Parallel.ForEachAsync(
                    owing.Index(),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                    async (owes, token) =>
                    {
                        var (index, account) = owes;
                        orders[account.CustomerId] = await CheckAsync(account, asOf, index % 2 == 0, token);
                        report(orders.Count);
                    });
                return [.. orders.OrderBy(order => order.Key, StringComparer.Ordinal).Select(order => order.Value)];
            });
    }

    private async Task<CheckedOrder> CheckAsync(
        CreditAccount account, DateOnly asOf, bool confirms, CancellationToken cancellation)
    {
        var exposure = Largest(account)!;
        var amount = new Money
        {
            Amount = Math.Max(Math.Round(Amounts.Of(exposure.Total) / 10, 0), 1).ToString(CultureInfo.InvariantCulture),
            CurrencyCode = exposure.CurrencyCode,
        };
        var request = new CheckOrderRequest
        {
            CustomerId = account.CustomerId,
            OrderRef = new ExternalRef { System = "main-job", Id = $"order-{account.CustomerId}" },
            DryRun = DryRun,
            Amount = amount,
            AsOfDate = Days.Of(asOf),
        };
        var verdict = await client.Orders.CheckOrderAsync(request, cancellationToken: cancellation);
        if (verdict.Reservation is { } reservation)
            await EndAsync(reservation, confirms, cancellation);
        return new(account, amount, verdict);
    }

    private async Task EndAsync(Reservation reservation, bool confirms, CancellationToken cancellation)
    {
        if (confirms)
        {
            await client.Reservations.ConfirmReservationAsync(
                new() { ReservationId = reservation.ReservationId }, cancellationToken: cancellation);
        }
        else
        {
            await client.Reservations.CancelReservationAsync(
                new() { ReservationId = reservation.ReservationId }, cancellationToken: cancellation);
        }
    }

    private static Exposure? Largest(CreditAccount account) =>
        account.ExposuresByCurrency.MaxBy(exposure => Amounts.Of(exposure.Total));
}
