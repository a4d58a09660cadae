using Grpc.Core;
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
