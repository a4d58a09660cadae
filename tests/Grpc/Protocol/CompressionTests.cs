using Grpc.Core;
using Grpc.Core.Utils;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Probe;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class CompressionTests
{
    private static readonly Metadata CompressRequests = new() { { "grpc-internal-encoding-request", "gzip" } };
    private static readonly string Long = new('x', 10_000);

    [Fact]
    public async Task Requests_are_compressed_on_demand()
    {
        await using var server = await ProbeServer.StartAsync();

        (await server.Client.EchoAsync(new EchoRequest { Text = Long }, CompressRequests)).Text.ShouldBe(Long);

        using var call = server.Client.Collect(CompressRequests);
        await call.RequestStream.WriteAllAsync([new EchoRequest { Text = Long }, new EchoRequest { Text = "y" }]);
        (await call).Text.ShouldBe(Long + "y");
    }

    [Fact]
    public async Task Responses_are_compressed_for_callers_that_accept_it()
    {
        await using var server = await CompressingAsync();
        using var raw = new RawHttp2(server.Address);
        var request = RawHttp2.Framed(new EchoRequest { Text = Long });

        var packed = await raw.CallAsync("Echo", request, ("grpc-accept-encoding", "identity, gzip"));
        var plain = await raw.CallAsync("Echo", request, ("grpc-accept-encoding", "identity,deflate"));

        packed.Response.Headers.GetValues("grpc-encoding").ShouldBe(["gzip"]);
        packed.Body[0].ShouldBe((byte)1);
        packed.Body.Length.ShouldBeLessThan(500);
        plain.Response.Headers.Contains("grpc-encoding").ShouldBeFalse();
        plain.Body[0].ShouldBe((byte)0);
        EchoReply.Parser.ParseFrom(plain.Body.AsSpan(5)).Text.ShouldBe(Long);
    }

    [Fact]
    public async Task The_client_reads_compressed_responses()
    {
        await using var server = await CompressingAsync();

        (await server.Client.EchoAsync(new EchoRequest { Text = Long })).Text.ShouldBe(Long);

        using var call = server.Client.Count(new CountRequest { From = 1, To = 100 });
        (await call.ResponseStream.ToListAsync()).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_compressed_request_with_plain_messages_is_understood()
    {
        await using var server = await ProbeServer.StartAsync();
        using var raw = new RawHttp2(server.Address);

        var answer = await raw.CallAsync(
            "Echo", RawHttp2.Framed(new EchoRequest { Text = "plain" }), ("grpc-encoding", "gzip"));

        EchoReply.Parser.ParseFrom(answer.Body.AsSpan(5)).Text.ShouldBe("plain");
    }

    [Fact]
    public async Task A_message_may_be_left_as_it_is()
    {
        await using var server = await ProbeServer.StartAsync();
        var options = new CallOptions(CompressRequests, writeOptions: new WriteOptions(WriteFlags.NoCompress));

        (await server.Client.EchoAsync(new EchoRequest { Text = Long }, options)).Text.ShouldBe(Long);
    }

    private static Task<ProbeServer> CompressingAsync() => ProbeServer.StartAsync(services =>
        services.AddGrpc(options => options.ResponseCompressionAlgorithm = "gzip"));
}
