using System.Net;
using Grpc.Core;
using Risk.Alerting.Tests.Receivers;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class DeleteSubscriptionTests(AlertingFixture alerting)
{
    [Fact]
    public async Task What_waits_is_given_up_and_nothing_new_is_sent()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(500);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);
        await receiver.UntilAsync(debtor.Id, 1);

        using var deleted = await alerting.Http.DeleteAsync(
            new Uri($"/v1/subscriptions/{receiver.SubscriptionId}", UriKind.Relative));
        alerting.Pass(TimeSpan.FromMinutes(1));
        await using var other = await Receiver.SubscribedAsync(alerting);
        await debtor.Warn(Severity.Notice, "B");
        await other.UntilAsync(debtor.Id, 1);

        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        receiver.Of(debtor.Id).ShouldHaveSingleItem();
        var gone = await Should.ThrowAsync<RpcException>(async () => await receiver.AttemptsAsync(alerting));
        gone.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_subscription_is_not_found()
    {
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.DeleteSubscriptionAsync(
                new() { SubscriptionId = Guid.CreateVersion7().ToString() }));

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
