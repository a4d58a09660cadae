using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Operations;

[Collection(ScoringCollection.Name)]
public sealed class EventsServiceTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_score_can_be_read_from_the_log()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var read = scoring.Client.ScoringEvents.ReadEvents(
            new() { Follow = true, Types_ = { "risk.scoring.customer_scored.v1" } },
            cancellationToken: patience.Token);
        var found = false;
        while (!found && await read.ResponseStream.MoveNext(patience.Token))
            found = read.ResponseStream.Current.Data.Contains(score.ScoreId, StringComparison.Ordinal);

        found.ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_that_was_not_set_aside_cannot_be_replayed()
    {
        (await scoring.Client.ScoringEvents.ListParkedEventsAsync(new())).ParkedEvents.ShouldBeEmpty();
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.ScoringEvents.ReplayParkedEventAsync(
            new() { EventId = Guid.CreateVersion7().ToString() }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
