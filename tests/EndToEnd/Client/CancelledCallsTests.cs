using Grpc.Core;
using Risk.Client;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Client;

/// <summary>Who cancels a call is told so in the way of gRPC, wherever in its retries the call was.</summary>
public sealed class CancelledCallsTests
{
    [Fact]
    public async Task A_call_that_is_cancelled_between_two_tries_ends_with_the_status_of_cancellation()
    {
        using var client = new RiskClient(new RiskClientOptions
        {
            // Nobody listens there: the first try fails at once, and the second is far away.
            Address = new Uri("http://127.0.0.1:9"),
            RetryDelay = TimeSpan.FromSeconds(20),
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        var ended = await Should.ThrowAsync<RpcException>(async () =>
            await client.Customers.ListCustomersAsync(new(), cancellationToken: patience.Token));

        ended.StatusCode.ShouldBe(StatusCode.Cancelled);
    }
}
