using Grpc.Core;
using Risk.Alerting.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

[Collection(AlertingCollection.Name)]
public sealed class LinkLocalTests(AlertingFixture alerting)
{
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[fe80::1]/")]
    public async Task Where_clouds_keep_their_credentials_is_refused_even_when_private_targets_are_allowed(string url)
    {
        var refused = await Should.ThrowAsync<RpcException>(async () => await alerting.Client.Subscriptions
            .CreateSubscriptionAsync(new() { Subscription = new Subscription { Url = url } }));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }
}
