using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Risk.Client;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Client;

/// <summary>What is repeated is one call; what its caller sends again is another.</summary>
public sealed class RepeatedCallsTests
{
    [Fact]
    public async Task The_callers_own_message_gets_no_request_id()
    {
        using var client = ClientOf(new Uri("http://127.0.0.1:9"), retries: 1);
        var request = new CheckOrderRequest { CustomerId = "C-1" };

        await Should.ThrowAsync<RpcException>(async () => await client.Orders.CheckOrderAsync(request));
        Should.Throw<RpcException>(() => client.Orders.CheckOrder(request));

        request.RequestId.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_blocking_call_is_repeated_as_an_awaited_one_is(int retries)
    {
        var awaited = await TriesAsync(retries, client => client.Customers.ListCustomersAsync(new()).ResponseAsync);
        var blocking = await TriesAsync(retries, client => Task.Run(() => client.Customers.ListCustomers(new())));

        blocking.ShouldBe(awaited);
    }

    /// <summary>How often a server that hangs up at once is called.</summary>
    private static async Task<int> TriesAsync(int retries, Func<RiskClient, Task> call)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var client = ClientOf(new Uri($"http://{server.LocalEndpoint}"), retries);
        var (tries, failing) = (0, Should.ThrowAsync<RpcException>(() => call(client)));
        while (true)
        {
            var accepting = server.AcceptTcpClientAsync();
            if (await Task.WhenAny(accepting, failing) == failing)
                break;
            (await accepting).Dispose();
            tries++;
        }
        await failing;
        return tries;
    }

    private static RiskClient ClientOf(Uri address, int retries) => new(new RiskClientOptions
    {
        Address = address,
        RetriesMax = retries,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    });
}
