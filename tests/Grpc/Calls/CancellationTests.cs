using Grpc.Core;
using Grpc.Net.Client;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Calls;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_cancelled_unary_call_is_cancelled_on_the_server_too()
    {
        await using var server = await ProbeServer.StartAsync();

        var ended = await CancelWhileWaitingAsync(server, server.Client);

        ended.ShouldBeOfType<RpcException>().StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.Sightings.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_that_its_reader_drops_is_cancelled_on_the_server_too()
    {
        await using var server = await ProbeServer.StartAsync();
        using (var call = server.Client.Count(new CountRequest { From = 1, To = 100_000, DelayMilliseconds = 20 }))
        {
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        }

        await server.Sightings.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_conversation_that_is_dropped_ends_the_servers_reading()
    {
        await using var server = await ProbeServer.StartAsync();
        using (var call = server.Client.Converse())
        {
            await call.RequestStream.WriteAsync(new EchoRequest());
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        }

        await server.Sightings.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_call()
    {
        await using var server = await ProbeServer.StartAsync();
        using var cancel = new CancellationTokenSource(200);
        using var call = server.Client.Converse();

        var refused = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(cancel.Token));

        refused.StatusCode.ShouldBe(StatusCode.Cancelled);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task A_channel_may_throw_the_cancellation_itself()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });

        var ended = await CancelWhileWaitingAsync(server, new Probe.ProbeService.ProbeServiceClient(channel));

        ended.ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task After_a_cancelled_call_the_connection_serves_the_next()
    {
        await using var server = await ProbeServer.StartAsync();
        await CancelWhileWaitingAsync(server, server.Client);

        (await server.Client.EchoAsync(new EchoRequest { Text = "next" })).Text.ShouldBe("next");
    }

    private static async Task<Exception> CancelWhileWaitingAsync(
        ProbeServer server, Probe.ProbeService.ProbeServiceClient client)
    {
        using var cancel = new CancellationTokenSource();
        using var call = client.EchoAsync(
            new EchoRequest { DelayMilliseconds = 60_000 }, cancellationToken: cancel.Token);
        await server.Sightings.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();
        return await Should.ThrowAsync<Exception>(async () => await call);
    }
}
