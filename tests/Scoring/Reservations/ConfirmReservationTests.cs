using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Reservations;

[Collection(ScoringCollection.Name)]
public sealed class ConfirmReservationTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_confirmed_part_becomes_an_order_and_the_rest_is_given_back()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(80);

        var confirmed = await buyer.Confirm(verdict, "SO-1", 50);

        (confirmed.State, confirmed.ConfirmedAmount.Amount, confirmed.OrderRef.Id)
            .ShouldBe((ReservationState.Confirmed, "50.00", "SO-1"));
        (await buyer.Exposure()).ShouldBe("orders 50");
        (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation.ShouldBe(confirmed);
        (await scoring.PublishedAsync<ExposureChanged>(buyer.Id))[^1].ExposuresByCurrency
            .ShouldBe((await buyer.Account()).ExposuresByCurrency);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Confirming_again_changes_nothing_and_confirming_otherwise_is_refused()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(80, "SO-1");
        await buyer.Confirm(verdict, "SO-1");

        (await buyer.Confirm(verdict, "SO-1")).State.ShouldBe(ReservationState.Confirmed);
        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(verdict, "SO-1", 70))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);

        (await buyer.Exposure()).ShouldBe("orders 80");
        await buyer.LedgerHolds();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_document_of_that_name_adjusts_the_line_and_adds_none(bool orderComesFirst)
    {
        var buyer = await Buyer.WithLimit(scoring, 200);
        var verdict = await buyer.Check(80);
        var order = buyer.Document(DocumentKind.Order, "SO-1", 100);

        if (orderComesFirst)
            await buyer.Record(order);
        await buyer.Confirm(verdict, "SO-1");
        if (!orderComesFirst)
            await buyer.Record(order);
        await buyer.Record(buyer.Document(DocumentKind.Delivery, "D1", 30, (DocumentKind.Order, "SO-1")));

        (await buyer.Exposure()).ShouldBe("orders 70, delivered 30");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task An_order_document_that_names_the_reservation_confirms_it()
    {
        var buyer = await Buyer.WithLimit(scoring, 200);
        var verdict = await buyer.Check(80);
        var order = buyer.Document(DocumentKind.Order, "SO-9", 75);
        order.ReservationId = verdict.Reservation.ReservationId;

        await buyer.Record(order);

        (await buyer.Exposure()).ShouldBe("orders 75");
        var ended = (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation;
        (ended.State, ended.OrderRef.Id, ended.ConfirmedAmount.Amount)
            .ShouldBe((ReservationState.Confirmed, "SO-9", "75.00"));
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Whoever_waits_for_the_account_until_the_reservation_is_over_cannot_confirm_it()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(80, "SO-1");
        var database = scoring.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        Task<Reservation> confirming;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var locking = new NpgsqlCommand(
                "SELECT 1 FROM credit_accounts WHERE customer_id = $1 FOR UPDATE", connection, transaction);
            locking.Parameters.Add(new() { Value = Guid.Parse(buyer.Id) });
            await locking.ExecuteNonQueryAsync();
            confirming = buyer.Confirm(verdict, "SO-1");
            while (await scoring.SqlAsync<long>("SELECT count(*) FROM pg_stat_activity "
                + "WHERE wait_event_type = 'Lock' AND query LIKE '%credit_accounts%'") == 0)
            {
                await Task.Delay(10);
            }
            scoring.Clock.Advance(TimeSpan.FromSeconds(901));
        }

        (await Should.ThrowAsync<RpcException>(() => confirming)).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await buyer.Check(100, "SO-2")).Outcome.ShouldBe(OrderOutcome.Approved);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_reservation_whose_room_was_given_away_stays_ended_for_a_clock_that_is_behind()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(100, "SO-1");
        await scoring.SqlAsync("UPDATE reservations SET expires_at = $2 WHERE customer_id = $1",
            Guid.Parse(buyer.Id), scoring.Clock.GetUtcNow().UtcDateTime);
        var other = await buyer.Check(100, "SO-2");
        await scoring.SqlAsync("UPDATE reservations SET expires_at = $2 WHERE customer_id = $1 AND given_away",
            Guid.Parse(buyer.Id), scoring.Clock.GetUtcNow().AddSeconds(1).UtcDateTime);

        other.Outcome.ShouldBe(OrderOutcome.Approved);
        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(verdict, "SO-1"))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Confirming_what_the_order_document_has_confirmed_before_changes_nothing()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(80, "SO-1");
        await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", 60));

        var confirmed = await buyer.Confirm(verdict, "SO-1");

        (confirmed.State, confirmed.ConfirmedAmount.Amount).ShouldBe((ReservationState.Confirmed, "60.00"));
        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(verdict, "SO-2"))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
        (await buyer.Exposure()).ShouldBe("orders 60");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task What_has_expired_cannot_be_confirmed_and_more_than_reserved_neither()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(80);

        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(verdict, "SO-1", 81))).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);
        scoring.Clock.Advance(TimeSpan.FromSeconds(901));
        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(verdict, "SO-1"))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
    }
}
