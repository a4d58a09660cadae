using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Utils;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class MessageSizeTests
{
    private static readonly EchoRequest FiveMegabytes = new()
    {
        Body = ByteString.CopyFrom([.. Enumerable.Range(0, 5 * 1024 * 1024).Select(n => (byte)(n * 31))]),
    };

    [Fact]
    public async Task Five_megabytes_go_there_and_back_where_both_sides_allow_it()
    {
        await using var server = await ProbeServer.StartAsync(services => services.AddGrpc(options =>
            options.MaxReceiveMessageSize = 6 * 1024 * 1024));
        using var channel = Channel(server, options => options.MaxReceiveMessageSize = null);
        var client = new Probe.ProbeService.ProbeServiceClient(channel);

        (await client.EchoAsync(FiveMegabytes)).Body.ShouldBe(FiveMegabytes.Body);

        using var call = client.Converse();
        for (var n = 0; n < 3; n++)
        {
            await call.RequestStream.WriteAsync(FiveMegabytes);
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.Body.ShouldBe(FiveMegabytes.Body);
        }
    }

    [Fact]
    public async Task A_request_beyond_the_servers_limit_is_refused()
    {
        await using var server = await ProbeServer.StartAsync();

        var refused = await Should.ThrowAsync<RpcException>(async () => await server.Client.EchoAsync(FiveMegabytes));

        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        refused.Status.Detail.ShouldContain("4194304");
    }

    [Fact]
    public async Task A_service_may_have_a_limit_of_its_own()
    {
        await using var server = await ProbeServer.StartAsync(services => services
            .AddGrpc(options => options.MaxReceiveMessageSize = null)
            .AddServiceOptions<Servers.ProbeService>(options => options.MaxReceiveMessageSize = 10));

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.EchoAsync(new EchoRequest { Text = "more than ten bytes" }));

        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_response_beyond_the_servers_limit_is_not_sent()
    {
        await using var server = await ProbeServer.StartAsync(services => services.AddGrpc(options =>
            options.MaxSendMessageSize = 10));

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.EchoAsync(new EchoRequest { Text = "more than ten bytes" }));

        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_response_beyond_the_clients_limit_is_not_taken()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = Channel(server, options => options.MaxReceiveMessageSize = 10);
        var client = new Probe.ProbeService.ProbeServiceClient(channel);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await client.EchoAsync(new EchoRequest { Text = "more than ten bytes" }));

        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_request_beyond_the_clients_limit_is_not_sent()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = Channel(server, options => options.MaxSendMessageSize = 10);
        var client = new Probe.ProbeService.ProbeServiceClient(channel);

        var unary = await Should.ThrowAsync<RpcException>(async () =>
            await client.EchoAsync(new EchoRequest { Text = "more than ten bytes" }));
        using var call = client.Collect();
        var streamed = await Should.ThrowAsync<RpcException>(() =>
            call.RequestStream.WriteAllAsync([new EchoRequest { Text = "more than ten bytes" }]));

        unary.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        streamed.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    private static GrpcChannel Channel(ProbeServer server, Action<GrpcChannelOptions> configure)
    {
        var options = new GrpcChannelOptions();
        configure(options);
        return GrpcChannel.ForAddress(server.Address, options);
    }
}
