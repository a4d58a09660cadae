using Risk.Alerting.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class ListSubscriptionsTests(AlertingFixture alerting)
{
    [Fact]
    public async Task Pages_give_every_subscription_once_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (await alerting.Client.Subscriptions.CreateSubscriptionAsync(
                new() { Subscription = new() { Url = "https://192.0.2.1/list" } })).Subscription.SubscriptionId);
        }

        var request = new ListSubscriptionsRequest { PageSize = 2 };
        var listed = new List<string>();
        do
        {
            var page = await alerting.Client.Subscriptions.ListSubscriptionsAsync(request);
            page.Subscriptions.Count.ShouldBeLessThanOrEqualTo(2);
            listed.AddRange(page.Subscriptions.Select(s => s.SubscriptionId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        listed.Where(made.Contains).ShouldBe(made);
        listed.ShouldBeUnique();
    }
}
