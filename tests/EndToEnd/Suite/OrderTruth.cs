using System.Globalization;
using Grpc.Core;
using Npgsql;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Shouldly;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>What has to hold of one customer's account once its orders have come to their end.</summary>
internal sealed class OrderTruth(RiskClient intake, RiskClient scoring, NpgsqlDataSource database)
{
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(90);

    public async Task HoldsAsync(OrderLives lives)
    {
        await EventuallyAsync(() => TheExposureIsWhatTheDocumentsSayAsync(lives.CustomerId));
        await NothingApprovedHasPassedTheLimitAsync(lives.CustomerId);
        var before = await TransfersAsync(lives.CustomerId);
        foreach (var (ask, answer) in lives.Answered)
            (await ask()).ShouldBe(answer);
        foreach (var (id, state) in lives.Ended)
        {
            var reservation = await scoring.Reservations.GetReservationAsync(new() { ReservationId = id });
            reservation.State.ShouldBe(state);
        }
        lives.Ended.Values.Distinct().ShouldBe(
            [ReservationState.Confirmed, ReservationState.Cancelled], ignoreOrder: true);
        (await TransfersAsync(lives.CustomerId)).ShouldBe(before, "what was asked for again has moved something");
        await TheExposureIsWhatTheDocumentsSayAsync(lives.CustomerId);
        (await scoring.ScoringEvents.ListParkedEventsAsync(new())).ParkedEvents.ShouldBeEmpty();
    }

    /// <summary>Every order that stands is billed, so nothing is reserved or open.</summary>
    private async Task TheExposureIsWhatTheDocumentsSayAsync(string customer)
    {
        var account = await scoring.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = customer });
        var exposure = account.ExposuresByCurrency.Single();
        var documents = await DocumentsAsync(customer);
        var billed = documents.Where(d => d.Kind == DocumentKind.Invoice).Sum(Amount);
        var paid = documents.Where(d => d.Kind == DocumentKind.Payment).Sum(Amount);
        Number(exposure.Total.Value).ShouldBe(billed - paid);
        Number(exposure.Receivable.Value).ShouldBe(billed - paid);
        Number(exposure.Reserved.Value).ShouldBe(0);
        Number(exposure.OpenOrders.Value).ShouldBe(0);
        var ledger = await scoring.CreditAccounts.VerifyLedgerAsync(new() { CustomerId = customer });
        ledger.Holds.ShouldBeTrue(ledger.ToString());
        ledger.Documents.ShouldBeGreaterThanOrEqualTo(documents.Count);

        // What came in from outside is what is owed and what was settled: with it, all transfers add up to nothing.
        var (outside, settled) = (await SumAsync(customer, stage: 0), await SumAsync(customer, stage: 7));
        settled.ShouldBe(paid);
        (outside + settled + Number(exposure.Total.Value)).ShouldBe(0);
    }

    /// <summary>
    /// Follows the transfers in their order: what is approved is reserved, and with it nothing may be more than the
    /// limit.
    /// </summary>
    private async Task NothingApprovedHasPassedTheLimitAsync(string customer)
    {
        await using var command = database.CreateCommand(
            $"""
            select count(*) filter (where to_stage = 1), coalesce(max(total) filter (where to_stage = 1), 0)
            from (
              select to_stage, sum(
                case when to_stage between 1 and 6 then amount else 0 end
                - case when from_stage between 1 and 6 then amount else 0 end) over (order by entry_id) as total
              from scoring.ledger_entries where customer_id = '{customer}') moved
            """);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        row.GetInt64(0).ShouldBeGreaterThan(40);
        row.GetDecimal(1).ShouldBeInRange(OrderLives.Limit / 2, OrderLives.Limit);
    }

    private async Task<decimal> SumAsync(string customer, int stage)
    {
        await using var command = database.CreateCommand(
            $"""
            select coalesce(sum(case when to_stage = {stage} then amount else 0 end
              - case when from_stage = {stage} then amount else 0 end), 0)
            from scoring.ledger_entries where customer_id = '{customer}'
            """);
        return (decimal)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> TransfersAsync(string customer)
    {
        await using var command = database.CreateCommand(
            $"select count(*) from scoring.ledger_entries where customer_id = '{customer}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<Document>> DocumentsAsync(string customer)
    {
        var documents = new List<Document>();
        var request = new ListDocumentsRequest { CustomerId = customer, PageSize = 1_000 };
        do
        {
            var page = await intake.Documents.ListDocumentsAsync(request);
            documents.AddRange(page.Documents);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return documents;
    }

    private static async Task EventuallyAsync(Func<Task> holds)
    {
        using var patience = new CancellationTokenSource(CatchUpMax);
        while (true)
        {
            try
            {
                await holds();
                return;
            }
            catch (Exception notYet) when (!patience.IsCancellationRequested
                && notYet is RpcException or ShouldAssertException or NpgsqlException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private static decimal Amount(Document document) => Number(document.Amount.Amount);

    private static decimal Number(string value) => decimal.Parse(value, CultureInfo.InvariantCulture);
}
